using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// A fitted detector ready for work: with its threshold, the scale that tells how rare a score is among normals, what is expected of a
/// flow (to explain alarms), the schema of the flows, and where it all came from. Saved, it is one safetensors file that holds numbers
/// and JSON and nothing that could be run; loaded, it scores to the same bits. Immutable.
/// </summary>
public sealed record DetectorBundle
{
    private const string Format = "AnomalyNotebooks.DetectorBundle";

    /// <summary>The fitted detector.</summary>
    public required IFittedDetector Detector { get; init; }

    /// <summary>Its name, such as <c>swap-trees</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the columns of the flows are.</summary>
    public required FlowSchema Schema { get; init; }

    /// <summary>Scores above it are alarms.</summary>
    public required Threshold Threshold { get; init; }

    /// <summary>How rare scores are among the held-out normals.</summary>
    internal TailCalibration Calibration { get; init; } = null!; // set by whoever makes one

    /// <summary>What is expected of a flow.</summary>
    public required ExpectedFlows Expected { get; init; }

    /// <summary>What it was fitted on; <see cref="FlowOrigin.Title"/>.</summary>
    public string DataTitle { get; init; } = "";

    /// <summary>SHA-256 of the data; <see cref="FlowOrigin.Sha256"/>.</summary>
    public string DataSha256 { get; init; } = "";

    /// <summary>The seed of the fit.</summary>
    public ulong Seed { get; init; }

    /// <summary>Version of the library that fitted it.</summary>
    public string LibraryVersion { get; init; } = typeof(DetectorBundle).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Fits a detector and chooses its threshold on normals kept back from the fit.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="normals">Normal flows, in the order of time where there is one.</param>
    /// <param name="seed">Fixes which flows are kept back, and the fit.</param>
    /// <param name="falsePositiveRate">The share of normal flows that may raise an alarm, between 0 and 1.</param>
    /// <param name="heldOut">The share of the flows to keep back, between 0 and 1.</param>
    /// <param name="forLater">Whether the threshold is for later traffic: from <see cref="LeftOutBlocks"/>, which takes five more fits,
    /// instead of from the flows kept back, which stand among those fitted on.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="AnomalyException">Too few flows for the detector, or for so low a rate.</exception>
    public static DetectorBundle Fit(
        IDetector detector, NormalFlows normals, ulong seed = 1, double falsePositiveRate = 0.01, double heldOut = 0.2,
        bool forLater = false,
        CancellationToken cancellation = default)
    {
        ScoreArrays.RequireShare(heldOut, nameof(heldOut));
        int held = (int)Math.Round(normals.Count * heldOut);
        int needed = (int)Math.Ceiling((1 / falsePositiveRate) - 1 - 1e-9);
        if (held < Math.Max(1, needed) || held == normals.Count)
        {
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
                $"{normals.Count:N0} normal flows are too few: a share of {heldOut:G4} of them, {held:N0}, is kept back for the "
                    + $"threshold, and a false-positive rate of {falsePositiveRate:G4} needs {needed:N0} there. Give more flows, or ask "
                    + $"for a higher rate."));
        }

        int[] order = SeededRandom.Fork(seed, stream: 0).Permutation(normals.Count);
        NormalFlows Part(Range range) => NormalFlows.Take(normals.Table, [.. order[range].Order()]);
        NormalFlows training = Part(held..), rest = Part(..held);
        IFittedDetector fitted = detector.Fit(training, rest, seed, cancellation);
        LeftOutBlocks? blocks = forLater ? LeftOutBlocks.Of(detector, normals, seed, cancellation: cancellation) : null;
        double[] scores = blocks?.Scores ?? fitted.Score(rest.Table, cancellation);
        return new DetectorBundle
        {
            Detector = fitted, Name = detector.Name, Schema = normals.Table.Schema, Seed = seed,
            Threshold = blocks is null ? QuantileThreshold.Fit(scores, falsePositiveRate) : blocks.Threshold(falsePositiveRate),
            Calibration = TailCalibration.Fit(scores), Expected = ExpectedFlows.Of(training), DataTitle = normals.Table.Origin.Title,
                DataSha256 = normals.Table.Origin.Sha256,
        };
    }

    /// <summary>Makes a detector of a pipeline and an autoencoder that were fitted before, and chooses its threshold.</summary>
    /// <param name="pipeline">What makes the model's features of flows.</param>
    /// <param name="model">The model.</param>
    /// <param name="heldOut">Normal flows that neither was fitted on.</param>
    /// <param name="seed">The seed of the fit, to be kept with it.</param>
    /// <param name="falsePositiveRate">The share of normal flows that may raise an alarm, between 0 and 1.</param>
    /// <exception cref="AnomalyException">The model has other features, or the flows are too few for so low a rate.</exception>
    public static DetectorBundle Of(
        FittedFeaturePipeline pipeline, Autoencoder model, NormalFlows heldOut, ulong seed, double falsePositiveRate = 0.01)
    {
        var fitted = new FittedPipelineDetector(pipeline, new FittedAutoencoder(model));
        double[] scores = fitted.Score(heldOut.Table);
        FlowOrigin origin = heldOut.Table.Origin;
        return new DetectorBundle
        {
            Detector = fitted, Name = "autoencoder", Schema = heldOut.Table.Schema, Seed = seed,
            Threshold = QuantileThreshold.Fit(scores, falsePositiveRate), Calibration = TailCalibration.Fit(scores),
            Expected = ExpectedFlows.Of(heldOut), DataTitle = origin.Title, DataSha256 = origin.Sha256,
        };
    }

    /// <summary>The score of each flow; higher is more anomalous.</summary>
    /// <exception cref="AnomalyException">The flows lack a column.</exception>
    public double[] Score(FlowTable flows, CancellationToken cancellation = default) => Detector.Score(flows, cancellation);

    /// <summary>How often a normal flow scores at least as high, by the normals kept back: 0 to 1. Beyond their highest score it is a
    /// guess.</summary>
    public double TailProbability(double score) => PortableMath.Exp(-Calibration.Transform(score));

    /// <summary>Whether each flow raises an alarm.</summary>
    /// <inheritdoc cref="Score"/>
    public bool[] AreAlarms(FlowTable flows, CancellationToken cancellation = default) =>
        Threshold.AreAnomalies(Score(flows, cancellation));

    /// <summary>How many flows are of a context that the fit never met; null where the detector knows no contexts.</summary>
    internal UnseenContexts? Unseen(FlowTable flows) => (Detector as FittedTravellingDetector)?.Unseen(flows);

    /// <summary>Which columns made the scores of some flows, and what was expected there.</summary>
    /// <inheritdoc cref="Score"/>
    public FlowExplanation Explain(FlowTable flows, CancellationToken cancellation = default) =>
        Expected.Explain(Detector, flows, cancellation: cancellation);

    /// <summary>How far the score and each column have moved between normal flows of two times, the score first, then the columns that
    /// moved most.</summary>
    /// <param name="before">Normal flows of the time of the fit; best not those it was fitted on.</param>
    /// <param name="after">Normal flows of now.</param>
    /// <returns>Per column the population stability index (by custom below 0.1 is little, above 0.25 much), the Kolmogorov-Smirnov
    /// distance (0 to 1; NaN for texts), and medians or most frequent texts.</returns>
    /// <exception cref="AnomalyException">A column that the detector needs is missing.</exception>
    public IReadOnlyList<(string Column, double Stability, double KolmogorovSmirnov, string Before, string After)> Drift(
        NormalFlows before, NormalFlows after)
    {
        FlowDrift drift = FlowDrift.Between(this, before, after);
        return [.. drift.Columns.Prepend(drift.Score).Select(column =>
            (column.Column, column.Stability, column.KolmogorovSmirnov, column.Before, column.After))];
    }

    /// <summary>The same fit with threshold and scale from other normals, as when traffic has changed a little.</summary>
    /// <param name="normals">Normal flows that the detector was not fitted on.</param>
    /// <param name="falsePositiveRate">The rate to ask for; the present threshold's if null.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <exception cref="AnomalyException">Too few flows for so low a rate, or no rate is known.</exception>
    public DetectorBundle Recalibrated(NormalFlows normals, double? falsePositiveRate = null, CancellationToken cancellation = default)
    {
        double rate = falsePositiveRate ?? Threshold.TargetFalsePositiveRate
            ?? throw new AnomalyException("The threshold was not chosen for a false-positive rate: say which one to ask for.");
        double[] scores = Score(normals.Table, cancellation);
        return this with { Threshold = QuantileThreshold.Fit(scores, rate), Calibration = TailCalibration.Fit(scores) };
    }

    /// <summary>Writes the bundle, whole or not at all, into a folder that is made if it is missing. The same fit gives the same
    /// bytes.</summary>
    /// <exception cref="AnomalyException">The detector is none of the library's own.</exception>
    public void Save(string path)
    {
        var writer = new BundleWriter();
        writer.Text("name", Name);
        writer.Text("library_version", LibraryVersion);
        writer.Text("seed", Seed.ToString(CultureInfo.InvariantCulture));
        writer.Text("data_title", DataTitle);
        writer.Text("data_sha256", DataSha256);
        writer.Text("schema", Schema.ToJson());
        writer.Number("threshold", Threshold.Value);
        writer.Text("threshold_description", Threshold.Description);
        if (Threshold.TargetFalsePositiveRate is { } rate) writer.Number("threshold_rate", rate);
        writer.Scale("calibration", Calibration);
        Expected.Write(writer.Inside("expected"));
        writer.Part("detector", Detector);
        BundleFile.Save(path, Format, writer.Metadata, writer.Tensors);
    }

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="AnomalyException">There is no such file, or it is cut short, of another program, changed, or of a newer
    /// version.</exception>
    public static DetectorBundle Load(string path) => BundleFile.Load(path, Format, (metadata, tensors) =>
    {
        var texts = new BundleReader(metadata, tensors, FlowSchema.UnswNb15);
        var from = new BundleReader(metadata, tensors, FlowSchema.FromJson(texts.Text("schema")));
        return new DetectorBundle
        {
            Detector = from.Part<IFittedDetector>("detector"),
            Name = from.Text("name"),
            Schema = from.Schema,
            Threshold = new FixedThreshold(from.Number("threshold"), from.Text("threshold_description"),
                metadata.ContainsKey("threshold_rate") ? from.Number("threshold_rate") : null),
            Calibration = from.Scale("calibration"),
            Expected = ExpectedFlows.Read(from.Inside("expected")),
            DataTitle = from.Text("data_title"),
            DataSha256 = from.Text("data_sha256"),
            Seed = ulong.TryParse(from.Text("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed
                : throw from.Bad("seed", "is no seed"),
            LibraryVersion = from.Text("library_version"),
        };
    });
}
