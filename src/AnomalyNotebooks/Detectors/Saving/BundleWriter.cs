using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// Collects what goes into a bundle: texts and numbers for its metadata, arrays for its tensors, all under names. What belongs to a part
/// (a member, a model) is written <see cref="Inside"/> its name. Nothing that could be run is ever written.
/// </summary>
internal sealed class BundleWriter
{
    private readonly string prefix;

    public BundleWriter()
        : this("", [], [])
    {
    }

    private BundleWriter(string prefix, List<KeyValuePair<string, string>> metadata, List<SafeTensor> tensors) =>
        (this.prefix, Metadata, Tensors) = (prefix, metadata, tensors);

    public List<KeyValuePair<string, string>> Metadata { get; }

    public List<SafeTensor> Tensors { get; }

    /// <summary>The same bundle, names preceded by <paramref name="name"/> and a dot.</summary>
    public BundleWriter Inside(string name) => new($"{prefix}{name}.", Metadata, Tensors);

    /// <summary>Writes a part with its kind.</summary>
    /// <exception cref="AnomalyException">The part is of a kind that cannot be saved.</exception>
    public void Part(string name, object part)
    {
        if (part is not ISaved saved || !SavedKinds.All.ContainsKey(saved.Kind))
            throw new AnomalyException($"A {part.GetType().Name} cannot be saved: only the library's own detectors can.");
        BundleWriter inside = Inside(name);
        inside.Text("kind", saved.Kind);
        saved.Write(inside);
    }

    public void Text(string name, string text) => Metadata.Add(new(prefix + name, text));

    public void Number(string name, double number) => Text(name, number.ToString("R", CultureInfo.InvariantCulture));

    public void Whole(string name, long number) => Text(name, number.ToString(CultureInfo.InvariantCulture));

    public void Flag(string name, bool flag) => Whole(name, flag ? 1 : 0);

    public void Texts(string name, IEnumerable<string> texts) => Text(name, BundleJson.Write([.. texts], BundleJson.Default.StringArray));

    public void Floats(string name, ReadOnlySpan<float> values) => Tensor(name, values);

    public void Doubles(string name, ReadOnlySpan<double> values) => Tensor(name, values);

    public void Integers(string name, ReadOnlySpan<int> values) => Tensor(name, values);

    public void Keys(string name, ReadOnlySpan<ulong> values) => Tensor(name, values);

    public void Bytes(string name, ReadOnlySpan<byte> values) => Tensor(name, values);

    public void Matrix(string name, FeatureMatrix matrix)
    {
        Texts($"{name}.names", matrix.Names);
        Tensors.Add(SafeTensor.Of<float>(prefix + name, matrix.Values, matrix.Rows, matrix.Columns));
    }

    public void Scale(string name, TailCalibration scale)
    {
        BundleWriter inside = Inside(name);
        inside.Whole("count", scale.Count);
        inside.Number("spread", scale.State.Spread);
        inside.Doubles("knots", scale.State.Knots);
        inside.Doubles("surprise", scale.State.Surprise);
    }

    public void Standard(string name, StandardScale scale)
    {
        BundleWriter inside = Inside(name);
        inside.Number("clip", scale.Clip);
        inside.Floats("mean", scale.Mean);
        inside.Floats("spread", scale.Spread);
    }

    /// <summary>What the parts of flows are made of; the schema stands in the bundle once for all.</summary>
    public void Parts(string name, FlowParts parts)
    {
        BundleWriter inside = Inside(name);
        inside.Texts("columns", parts.Columns.Select(column => column.Name));
        for (int c = 0; c < parts.Columns.Count; c++)
            if (parts.Columns[c].IsText) inside.Texts($"texts.{parts.Columns[c].Name}", parts.Texts[c]);
    }

    /// <summary>A network with its settings and the reports of its training; its tensors have PyTorch's names. The same training gives the
    /// same bytes: times and threads are left out.</summary>
    public void Network(string name, Autoencoder network)
    {
        BundleWriter inside = Inside(name);
        inside.Text("options", BundleJson.Write(network.Options with { Threads = 0 }, BundleJson.Default.AutoencoderOptions));
        inside.Text("history", BundleJson.Write([.. network.History.Select(epoch => epoch with { Seconds = 0 })],
            BundleJson.Default.EpochReportArray));
        inside.Texts("features", network.Features);
        foreach (WeightTensor tensor in network.Weights.Tensors)
        {
            Tensors.Add(SafeTensor.Of<float>(inside.prefix + tensor.Name, tensor.Values, tensor.Shape));
            if (!tensor.Name.EndsWith(".running_var", StringComparison.Ordinal)) continue;
            // PyTorch's BatchNorm counts its steps.
            string tracked = tensor.Name.Replace(".running_var", BundleReader.TrackedSuffix, StringComparison.Ordinal);
            Tensors.Add(SafeTensor.Of<long>(inside.prefix + tracked, [network.Weights.BatchesTracked]));
        }
    }

    private void Tensor<T>(string name, ReadOnlySpan<T> values) where T : unmanaged =>
        Tensors.Add(SafeTensor.Of(prefix + name, values, values.Length));
}
