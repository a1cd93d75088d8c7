using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AnomalyNotebooks.Cli.Onnx;

/// <summary>Kinds of values, by their numbers in ONNX (<c>TensorProto.DataType</c>).</summary>
internal enum OnnxType
{
    Single = 1,
    Whole = 7,
    Text = 8,
    Flag = 9,
    Double = 11,
}

/// <summary>
/// A graph of ONNX while it is built: inputs, constants and nodes of the standard operators, each value known by a name. Written field
/// by field as onnx.proto (version 1.14) numbers them.
/// </summary>
internal sealed class OnnxGraph
{
    // Operators of version 19 compare texts; the format's version 9 came with it (ONNX 1.14, 2023).
    private const int FormatVersion = 9, OperatorVersion = 19;
    private const string Rows = "flows";

    private readonly ProtoMessage graph = new();
    private readonly Dictionary<string, string> constants = new(StringComparer.Ordinal);
    private int values;

    /// <summary>Adds an input, a column of flows by 1.</summary>
    public string Input(string name, OnnxType type)
    {
        graph.Add(11, Declared(name, type, columns: 1));
        return name;
    }

    /// <summary>Names a value as an output, one number a flow.</summary>
    public void Output(string value, string name, OnnxType type)
    {
        graph.Add(1, new ProtoMessage().Add(1, value).Add(2, name).Add(4, "Identity"));
        graph.Add(12, Declared(name, type, columns: null));
    }

    /// <summary>A row of constants, 1 by their number.</summary>
    public string Numbers(params double[] numbers) =>
        Constant(OnnxType.Double, [1, numbers.Length], MemoryMarshal.AsBytes<double>(numbers));

    /// <inheritdoc cref="Numbers"/>
    public string Texts(IReadOnlyList<string> texts)
    {
        var tensor = new ProtoMessage().Add(1, 1).Add(1, texts.Count).Add(2, (int)OnnxType.Text);
        foreach (string text in texts) tensor.Add(6, text);
        return Constant(tensor);
    }

    /// <summary>Constants of any shape.</summary>
    public string Singles(float[] numbers, params long[] shape) => Constant(OnnxType.Single, shape, MemoryMarshal.AsBytes<float>(numbers));

    /// <summary>A list of whole numbers, such as of axes.</summary>
    public string Wholes(params long[] numbers) => Constant(OnnxType.Whole, [numbers.Length], MemoryMarshal.AsBytes<long>(numbers));

    /// <summary>Adds a node of one output; the result is that value's name.</summary>
    public string Node(string operation, params string[] inputs) => Node(operation, inputs, []);

    /// <summary>Adds a node with attributes that are whole numbers.</summary>
    public string Node(string operation, string[] inputs, params (string Name, long Value)[] attributes)
    {
        string output = Next();
        var node = new ProtoMessage();
        foreach (string input in inputs) node.Add(1, input);
        node.Add(2, output).Add(3, output).Add(4, operation);
        foreach ((string name, long value) in attributes) node.Add(5, new ProtoMessage().Add(1, name).Add(3, value).Add(20, 2));
        graph.Add(1, node);
        return output;
    }

    /// <summary>A value in another type.</summary>
    public string As(OnnxType type, string value) => Node("Cast", [value], ("to", (long)type));

    /// <summary>Values side by side.</summary>
    public string Beside(IEnumerable<string> columns) => Node("Concat", [.. columns], ("axis", 1));

    /// <summary>The whole model.</summary>
    /// <param name="name">What it is, in a word.</param>
    /// <param name="notes">What users should know of it, by keys.</param>
    public byte[] ToModel(string name, IEnumerable<KeyValuePair<string, string>> notes)
    {
        graph.Add(2, name);
        var model = new ProtoMessage()
            .Add(1, FormatVersion)
            .Add(2, "AnomalyNotebooks")
            .Add(3, typeof(DetectorBundle).Assembly.GetName().Version?.ToString(3) ?? "")
            .Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorVersion));
        foreach ((string key, string value) in notes) model.Add(14, new ProtoMessage().Add(1, key).Add(2, value));
        return model.ToArray();
    }

    private static ProtoMessage Declared(string name, OnnxType type, int? columns)
    {
        var shape = new ProtoMessage().Add(1, new ProtoMessage().Add(2, Rows));
        if (columns is { } count) shape.Add(1, new ProtoMessage().Add(1, count));
        ProtoMessage tensor = new ProtoMessage().Add(1, (int)type).Add(2, shape);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
    }

    private string Constant(OnnxType type, long[] shape, ReadOnlySpan<byte> littleEndian)
    {
        var tensor = new ProtoMessage();
        foreach (long size in shape) tensor.Add(1, size);
        return Constant(tensor.Add(2, (int)type).Add(9, littleEndian));
    }

    // Equal constants are one.
    private string Constant(ProtoMessage tensor)
    {
        string content = Encoding.Latin1.GetString(tensor.ToArray());
        if (constants.TryGetValue(content, out string? known)) return known;
        string name = Next();
        graph.Add(5, tensor.Add(8, name));
        return constants[content] = name;
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"v{++values}");
}
