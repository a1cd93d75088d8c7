using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// A trained autoencoder with everything needed to use and to check it, in one file: weights in the safetensors format with the
/// names PyTorch gives them; settings, preprocessing, threshold and origin in its metadata. Loaded, it scores to the same bits.
/// </summary>
public sealed record ModelBundle
{
    private const string Format = "AnomalyNotebooks.ModelBundle", TrackedSuffix = ".num_batches_tracked";

    /// <summary>The trained model.</summary>
    public required Autoencoder Model { get; init; }

    /// <summary>The fitted preprocessing that makes the model's features of flows; null where the features were made elsewhere.</summary>
    public FittedFeaturePipeline? Pipeline { get; init; }

    /// <summary>The highest score that still counts as normal; null where none was chosen.</summary>
    public double? Threshold { get; init; }

    /// <summary>How the threshold was obtained, in one sentence.</summary>
    public string ThresholdDescription { get; init; } = "";

    /// <summary>What the model was trained on, such as <c>UNSW-NB15 training-set</c>; <see cref="FlowOrigin.Title"/>.</summary>
    public string DataTitle { get; init; } = "";

    /// <summary>SHA-256 of the data file; <see cref="FlowOrigin.Sha256"/>.</summary>
    public string DataSha256 { get; init; } = "";

    /// <summary>The seed of the training.</summary>
    public ulong Seed { get; init; }

    /// <summary>Version of the library that trained the model.</summary>
    public string LibraryVersion { get; init; } = typeof(ModelBundle).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The score of each flow: preprocessing, then the model.</summary>
    /// <exception cref="AnomalyException">The bundle has no preprocessing.</exception>
    public double[] Score(FlowTable flows) => Model.Score(
        (Pipeline ?? throw new AnomalyException(
            "This bundle holds no preprocessing: make its features yourself and score them with Model.Score.")).Transform(flows));

    /// <summary>Whether each flow's score is above the threshold.</summary>
    /// <exception cref="AnomalyException">The bundle has no preprocessing, or no threshold.</exception>
    public bool[] AreAnomalies(FlowTable flows)
    {
        double threshold = Threshold ?? throw new AnomalyException(
            "This bundle holds no threshold: choose one from the scores of held-out normals.");
        return Array.ConvertAll(Score(flows), score => score > threshold);
    }

    /// <summary>Writes the bundle, whole or not at all, into a folder that is made if it is missing. The same training gives the same
    /// bytes: times are not saved.</summary>
    public void Save(string path) => BundleFile.Save(path, Format, Metadata(), Tensors());

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="AnomalyException">There is no such file, or it is cut short, of another program, changed, or of a newer
    /// version.</exception>
    public static ModelBundle Load(string path) => BundleFile.Load(path, Format, FromParts);

    private static ModelBundle FromParts(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        AutoencoderOptions options = BundleJson.ReadOptions(Text("options"));
        IReadOnlyList<string> features = BundleJson.ReadNames(Text("features"));
        SafeTensor[] tracked = [.. tensors.Where(tensor => tensor.Name.EndsWith(TrackedSuffix, StringComparison.Ordinal))];
        IEnumerable<WeightTensor> values = tensors.Except(tracked)
            .Select(tensor => new WeightTensor(tensor.Name, tensor.Shape, tensor.Values<float>()));
        var weights = new AutoencoderWeights(options.LayerSizes(features.Count), options.BatchNorm && options.HiddenSizes.Count > 0, values,
            tracked.Length > 0 && tracked[0].Values<long>() is [long steps] ? steps : 0);
        return new ModelBundle
        {
            Model = new Autoencoder(options, features, weights, BundleJson.ReadHistory(Text("history"))),
            Pipeline = metadata.TryGetValue("pipeline", out string? pipeline) ? FittedFeaturePipeline.FromJson(pipeline) : null,
            Threshold = metadata.ContainsKey("threshold") ? Number<double>("threshold", "a number", double.IsNaN) : null,
            ThresholdDescription = Text("threshold_description"),
            DataTitle = Text("data_title"),
            DataSha256 = Text("data_sha256"),
            Seed = Number<ulong>("seed", "a whole number from 0 to 2^64 - 1"),
            LibraryVersion = Text("library_version"),
        };

        string Text(string key) =>
            metadata.TryGetValue(key, out string? text) ? text : throw new AnomalyException($"lacks '{key}' in its metadata");

        T Number<T>(string key, string expected, Predicate<T>? refused = null) where T : IParsable<T> =>
            T.TryParse(Text(key), CultureInfo.InvariantCulture, out T? number) && refused?.Invoke(number) != true
                ? number
                : throw new AnomalyException($"has the {key} '{Text(key)}' in its metadata: expected {expected}");
    }

    private List<KeyValuePair<string, string>> Metadata()
    {
        var metadata = new List<KeyValuePair<string, string>>
        {
            new("library_version", LibraryVersion),
            new("layer_sizes", string.Join('-', Model.Weights.LayerSizes)),
            new("options", BundleJson.WriteOptions(Model.Options)),
            new("features", BundleJson.WriteNames(Model.Features)),
            new("seed", Seed.ToString(CultureInfo.InvariantCulture)),
            new("data_title", DataTitle),
            new("data_sha256", DataSha256),
            new("threshold_description", ThresholdDescription),
            new("history", BundleJson.WriteHistory(Model.History)),
        };
        if (Threshold is { } threshold) metadata.Add(new("threshold", threshold.ToString("R", CultureInfo.InvariantCulture)));
        if (Pipeline is { } pipeline) metadata.Add(new("pipeline", pipeline.ToJson()));
        return metadata;
    }

    private List<SafeTensor> Tensors()
    {
        var tensors = new List<SafeTensor>();
        foreach (WeightTensor tensor in Model.Weights.Tensors)
        {
            tensors.Add(SafeTensor.Of<float>(tensor.Name, tensor.Values, tensor.Shape));
            if (!tensor.Name.EndsWith(".running_var", StringComparison.Ordinal)) continue;
            // PyTorch's BatchNorm counts its steps.
            string tracked = tensor.Name.Replace(".running_var", TrackedSuffix, StringComparison.Ordinal);
            tensors.Add(SafeTensor.Of<long>(tracked, [Model.Weights.BatchesTracked]));
        }

        return tensors;
    }
}
