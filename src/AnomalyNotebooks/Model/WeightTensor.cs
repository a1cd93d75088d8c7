namespace AnomalyNotebooks;

/// <summary>A named tensor of an autoencoder, as PyTorch's <c>state_dict</c> holds it.</summary>
/// <param name="Name">Such as <c>encoder.0.weight</c>.</param>
/// <param name="Shape">Sizes, outermost first; a linear layer's weight is outputs by inputs.</param>
/// <param name="Values">Row-major values.</param>
public sealed record WeightTensor(string Name, IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Number of values the shape asks for.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
