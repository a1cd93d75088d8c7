namespace AnomalyNotebooks;

/// <summary>A tensor as a safetensors file holds it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type: F32 or I64.</param>
/// <param name="Shape">Sizes, outermost first; empty for a single number.</param>
/// <param name="Data">Little-endian values, row-major.</param>
internal sealed record SafeTensor(string Name, string Type, IReadOnlyList<int> Shape, byte[] Data)
{
    public static int ElementSize(string type) => type switch
    {
        "F32" => sizeof(float),
        "I64" => sizeof(long),
        _ => throw new AnomalyException($"a tensor has the type {type}: expected F32 or I64"),
    };
}
