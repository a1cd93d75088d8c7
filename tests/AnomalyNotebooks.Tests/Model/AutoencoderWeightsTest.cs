namespace AnomalyNotebooks.Tests.Model;

public sealed class AutoencoderWeightsTest
{
    private static readonly AutoencoderOptions Options = new() { HiddenSizes = [6], CodeSize = 2 };
    private static readonly AutoencoderWeights Weights = AutoencoderWeights.Initial(Options, 9, 1);

    [Fact]
    public void Initial_weights_are_PyTorchs_uniform_ones()
    {
        AutoencoderWeights wide = AutoencoderWeights.Initial(AutoencoderOptions.Wide, 196, 3);
        float[] first = wide["encoder.0.weight"].Values;
        Assert.All(first, value => Assert.InRange(value, -1f / 14, 1f / 14));
        Assert.Equal(0, first.Average(), 1e-3);
        Assert.Equal(1.0 / 196 / 3, first.Average(value => (double)value * value), 2e-5);
        Assert.Equal([128, 196], wide["encoder.0.weight"].Shape);
    }

    [Fact]
    public void A_missing_foreign_misshapen_or_infinite_tensor_is_named()
    {
        Assert.Contains("'encoder.0.bias' is missing", Message(Weights.Tensors.Where(t => t.Name != "encoder.0.bias")),
            StringComparison.Ordinal);
        Assert.Contains("'foreign'", Message(Weights.Tensors.Append(new WeightTensor("foreign", [1], [0]))), StringComparison.Ordinal);
        Assert.Contains("'encoder.0.bias' is 5", Message(Replaced(new WeightTensor("encoder.0.bias", [5], new float[5]))),
            StringComparison.Ordinal);
        Assert.Contains("NaN at index 2", Message(Replaced(new WeightTensor("encoder.0.bias", [6], [0, 0, float.NaN, 0, 0, 0]))),
            StringComparison.Ordinal);
        Assert.Contains("twice", Message([.. Weights.Tensors, Weights.Tensors[0]]), StringComparison.Ordinal);

        IEnumerable<WeightTensor> Replaced(WeightTensor tensor) => Weights.Tensors.Select(t => t.Name == tensor.Name ? tensor : t);
        static string Message(IEnumerable<WeightTensor> tensors) =>
            Assert.Throws<AnomalyException>(() => new AutoencoderWeights(Weights.LayerSizes, true, tensors)).Message;
    }

    [Fact]
    public void Weights_of_another_network_are_refused_by_an_autoencoder()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"f{i}")];
        Assert.Contains("9-6-2-6-9", Assert.Throws<AnomalyException>(() => new Autoencoder(new AutoencoderOptions(), names, Weights))
            .Message, StringComparison.Ordinal);
    }
}
