using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Reads what <see cref="BundleWriter"/> wrote. Whatever is not as expected is an <see cref="AnomalyException"/> whose message
/// stands behind the file's name. Arrays are as long as the file says and no longer: nothing is allocated on trust.</summary>
internal sealed class BundleReader
{
    public const string TrackedSuffix = ".num_batches_tracked";

    private readonly string prefix;
    private readonly IReadOnlyDictionary<string, string> metadata;
    private readonly IReadOnlyDictionary<string, SafeTensor> tensors;

    public BundleReader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors, FlowSchema schema)
        : this("", metadata, tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal), schema)
    {
    }

    private BundleReader(
        string prefix, IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, SafeTensor> tensors, FlowSchema schema)
    {
        this.prefix = prefix;
        this.metadata = metadata;
        this.tensors = tensors;
        Schema = schema;
    }

    /// <summary>The schema of the flows that the detector was fitted on.</summary>
    public FlowSchema Schema { get; }

    public BundleReader Inside(string name) => new($"{prefix}{name}.", metadata, tensors, Schema);

    /// <summary>Reads a part of a known kind.</summary>
    public T Part<T>(string name)
    {
        BundleReader inside = Inside(name);
        string kind = inside.Text("kind");
        if (!SavedKinds.All.TryGetValue(kind, out Func<BundleReader, object>? read))
            throw new AnomalyException($"holds a detector of the kind '{kind}', which this version of the library does not know");
        return read(inside) is T part ? part : throw Bad(name, $"is a '{kind}', which cannot stand there");
    }

    public string Text(string name) => metadata.TryGetValue(prefix + name, out string? text) ? text : throw Bad(name, "is missing");

    public double Number(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsNaN(number)
            ? number
            : throw Bad(name, "is not a number");

    public int Whole(string name, int least = 0, int most = int.MaxValue) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            && number <= most
            ? number
            : throw Bad(name, $"is not a whole number from {least} to {most}");

    public bool Flag(string name) => Whole(name, 0, 1) == 1;

    public IReadOnlyList<string> Texts(string name) => BundleJson.Read(name, Text(name), BundleJson.Default.StringArray);

    public float[] Floats(string name, long? count = null) => All<float>(name, count, float.IsFinite);

    public double[] Doubles(string name, long? count = null) => All<double>(name, count, double.IsFinite);

    /// <summary>Doubles of which some may be missing (NaN).</summary>
    public double[] DoublesOrMissing(string name, long count) => All<double>(name, count, value => !double.IsInfinity(value));

    public int[] Integers(string name, long? count = null, int least = int.MinValue, int most = int.MaxValue) =>
        All<int>(name, count, value => value >= least && value <= most);

    public ulong[] Keys(string name, long? count = null) => All<ulong>(name, count, _ => true);

    public byte[] Bytes(string name) => All<byte>(name, null, _ => true);

    public FeatureMatrix Matrix(string name)
    {
        IReadOnlyList<string> names = Texts($"{name}.names");
        float[] values = Floats(name);
        if (names.Count == 0 || values.Length == 0 || values.Length % names.Count != 0) throw Bad(name, "is no matrix of its columns");
        return new FeatureMatrix(values, values.Length / names.Count, names);
    }

    public TailCalibration Scale(string name)
    {
        BundleReader inside = Inside(name);
        double[] knots = inside.Doubles("knots"), surprise = inside.Doubles("surprise", knots.Length);
        double spread = inside.Number("spread");
        if (knots.Length == 0 || spread <= 0) throw inside.Bad("knots", "is no scale of scores");
        for (int i = 1; i < knots.Length; i++)
            if (knots[i] <= knots[i - 1] || surprise[i] < surprise[i - 1]) throw inside.Bad("knots", "does not ascend");
        return new TailCalibration(knots, surprise, spread, inside.Whole("count", 1));
    }

    public StandardScale Standard(string name)
    {
        BundleReader inside = Inside(name);
        float[] mean = inside.Floats("mean"), spread = inside.Floats("spread", mean.Length);
        double clip = inside.Number("clip");
        return clip > 0 && Array.TrueForAll(spread, value => value > 0) ? new StandardScale(mean, spread, clip)
            : throw inside.Bad("spread", "is not above 0");
    }

    public FlowParts Parts(string name)
    {
        BundleReader inside = Inside(name);
        FlowColumn[] columns = [.. inside.Texts("columns").Select(column =>
            Schema.Features.FirstOrDefault(known => known.Name == column)
                ?? throw inside.Bad("columns", $"names '{column}', which the schema has not"))];
        string[][] texts = [.. columns.Select(column => column.IsText ? inside.Texts($"texts.{column.Name}").ToArray() : [])];
        if (columns.Length == 0 || columns.DistinctBy(column => column.Name).Count() < columns.Length)
            throw inside.Bad("columns", "are none, or one twice");
        if (texts.Any(list => !list.Order(StringComparer.Ordinal).SequenceEqual(list))) throw inside.Bad("texts", "are not in order");
        return new FlowParts(Schema, columns, texts);
    }

    public Autoencoder Network(string name)
    {
        BundleReader inside = Inside(name);
        AutoencoderOptions options = BundleJson.Read("options", inside.Text("options"), BundleJson.Default.AutoencoderOptions);
        options.Validate();
        EpochReport[] history = BundleJson.Read("history", inside.Text("history"), BundleJson.Default.EpochReportArray);
        IReadOnlyList<string> features = inside.Texts("features");
        ILookup<bool, string> names = tensors.Keys.Where(key => key.StartsWith(inside.prefix, StringComparison.Ordinal))
            .Select(key => key[inside.prefix.Length..]).ToLookup(name => name.EndsWith(TrackedSuffix, StringComparison.Ordinal));
        long tracked = names[true].Select(counter => inside.All<long>(counter, 1, steps => steps >= 0)[0]).FirstOrDefault();
        var weights = new AutoencoderWeights(
            options.LayerSizes(features.Count), options.BatchNorm && options.HiddenSizes.Count > 0,
            names[false].Select(tensor => new WeightTensor(tensor, tensors[inside.prefix + tensor].Shape, inside.Floats(tensor))), tracked);
        return new Autoencoder(options, features, weights, history);
    }

    /// <summary>What to throw where something of a name is not as it should be.</summary>
    public AnomalyException Bad(string name, string what) => new($"does not hold a detector: '{prefix}{name}' {what}");

    private T[] All<T>(string name, long? count, Func<T, bool> isGood) where T : unmanaged
    {
        if (!tensors.TryGetValue(prefix + name, out SafeTensor? tensor)) throw Bad(name, "is missing");
        T[] values = tensor.Values<T>();
        if (count is { } expected && values.Length != expected) throw Bad(name, $"has {values.Length} values, not {expected}");
        return Array.TrueForAll(values, value => isGood(value)) ? values : throw Bad(name, "holds a value out of range");
    }

    /// <summary>The splits of a binary tree, node by node: which feature (-1 for a leaf), and the two children, which stand behind their
    /// parent.</summary>
    public (int[] Feature, int[] Left, int[] Right) Splits(int features)
    {
        int[] feature = Integers("feature", least: -1, most: features - 1);
        int count = feature.Length;
        if (count == 0) throw Bad("feature", "has no node");
        int[] left = Integers("left", count, most: count - 1), right = Integers("right", count, most: count - 1);
        for (int node = 0; node < count; node++)
            if (feature[node] >= 0 && Math.Min(left[node], right[node]) <= node) throw Bad("left", "leads back to an earlier node");
        return (feature, left, right);
    }
}
