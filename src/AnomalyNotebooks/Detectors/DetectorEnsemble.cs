namespace AnomalyNotebooks;

/// <summary>
/// Several detectors as one: each one's scores become -log of their tail probability among held-out normals
/// (<see cref="TailCalibration"/>), and their weighted mean is the score.
/// </summary>
public sealed record DetectorEnsemble : IDetector
{
    /// <summary>Joins <paramref name="members"/> under one name.</summary>
    /// <exception cref="ArgumentException">No members.</exception>
    public DetectorEnsemble(string name, params IReadOnlyList<IDetector> members)
    {
        if (members.Count == 0) throw new ArgumentException("An ensemble needs at least one detector.", nameof(members));
        Name = name;
        Members = [.. members];
    }

    /// <inheritdoc/>
    public string Name { get; init; }

    /// <summary>The detectors that are joined.</summary>
    public IReadOnlyList<IDetector> Members { get; private init; }

    /// <summary>How much each member counts, above 0; they need not add up to 1. Members count alike if this is left empty.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Another number of weights than of members, or one that is not above 0.</exception>
    public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
    {
        var fitted = new IFittedDetector[Members.Count];
        for (int m = 0; m < fitted.Length; m++) fitted[m] = Members[m].Fit(training, heldOut, seed, cancellation);
        return Join(fitted, [.. fitted.Select(member => member.Score(heldOut.Table, cancellation))]);
    }

    /// <summary>Joins members that are fitted already.</summary>
    /// <param name="fitted">The members, in the order of <see cref="Members"/>.</param>
    /// <param name="heldOutScores">Each one's scores of the same held-out normals.</param>
    internal FittedDetectorEnsemble Join(IReadOnlyList<IFittedDetector> fitted, IReadOnlyList<double[]> heldOutScores)
    {
        double[] weights = Weights.Count == 0 ? [.. Members.Select(_ => 1.0)] : [.. Weights];
        if (weights.Length != Members.Count || weights.Any(weight => !(weight > 0 && double.IsFinite(weight))))
            throw new ArgumentException($"{Name} has {Members.Count} members and needs as many weights above 0, not "
                + $"{string.Join(", ", weights.Select(weight => weight.Shown()))}.");
        double all = weights.Sum();
        return new FittedDetectorEnsemble(
            fitted, [.. heldOutScores.Select(scores => TailCalibration.Fit(scores))], [.. weights.Select(weight => weight / all)]);
    }

    /// <inheritdoc/>
    public IDetector Without(IReadOnlyCollection<string> columns) =>
        this with { Members = [.. Members.Select(member => member.Without(columns))] };
}

/// <summary>The fitted members of an ensemble, each with the scale of its scores and its weight; the weights add up to 1.</summary>
[TypeFormatterSource]
internal sealed record FittedDetectorEnsemble(
    IReadOnlyList<IFittedDetector> Members, IReadOnlyList<TailCalibration> Scales, IReadOnlyList<double> Weights)
    : IFittedDetector, ISaved, IRichOutput
{
    public const string KindName = "ensemble";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public string ToHtml() => Shown().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => Shown().ToString();

    public static FittedDetectorEnsemble Read(BundleReader from)
    {
        double[] weights = from.Doubles("weights");
        var members = Enumerable.Range(0, weights.Length).ToArray();
        return new FittedDetectorEnsemble(
            [.. members.Select(m => from.Part<IFittedDetector>(Name(m)))],
            [.. members.Select(m => from.Inside(Name(m)).Scale("scale"))], weights);
    }

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Doubles("weights", [.. Weights]);
        for (int m = 0; m < Members.Count; m++)
        {
            to.Part(Name(m), Members[m]);
            to.Inside(Name(m)).Scale("scale", Scales[m]);
        }
    }

    private HtmlTable Shown() => HtmlTable.From(Members.Zip(Weights),
            ("member", pair => pair.First is FittedPipelineDetector one ? $"{one.Model.Kind} on {one.Pipeline.Settings.Name}"
                : (pair.First as ISaved)?.Kind), ("weight", pair => pair.Second))
        .WithCaption("Fitted ensemble").WithNote("A score is the weighted mean of -log tail probabilities among held-out normals.");

    private static string Name(int member) => FormattableString.Invariant($"member{member}");

    /// <inheritdoc/>
    public double[] Score(FlowTable flows, CancellationToken cancellation = default)
    {
        var scores = new double[flows.Count];
        for (int m = 0; m < Members.Count; m++)
        {
            double[] parts = Scales[m].Transform(Members[m].Score(flows, cancellation));
            for (int i = 0; i < scores.Length; i++) scores[i] += Weights[m] * parts[i];
        }

        return scores;
    }
}
