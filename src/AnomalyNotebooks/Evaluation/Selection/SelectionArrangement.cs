using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Normals dealt out to fit on, to calibrate on and to judge by, and anomalies made for them.</summary>
internal sealed class SelectionArrangement
{
    /// <summary>Into how many contiguous blocks the normals are cut where detectors are judged by another block.</summary>
    public const int Blocks = 4;

    // Kinds this frequent are what the data is about; the others are kept from the fit by the toss of a coin.
    private const double FrequentKind = 0.03;
    private const double WithheldSizes = 0.1;
    private const double AskedRate = 0.01;

    private readonly NormalFlows training, heldOut;
    private readonly FlowTable judged;
    private readonly ulong seed;

    /// <summary>Deals out the normals and makes the anomalies.</summary>
    /// <param name="normals">Normal flows, in the order of the file.</param>
    /// <param name="seed">Fixes every choice.</param>
    /// <param name="block">The contiguous block that is judged by and left out of the fit, from 0; null: a quarter at random.</param>
    public SelectionArrangement(NormalFlows normals, ulong seed, int? block = null)
    {
        this.seed = seed;
        bool[] newKind = NewKinds(normals.Table, seed), newSize = NewSizes(normals.Table, seed);
        int[] known = [.. Enumerable.Range(0, normals.Count).Where(r => !newKind[r] && !newSize[r])];
        SeededRandom.Fork(seed, 10).Shuffle<int>(known);
        int[] left = block is { } b ? [.. known.Where(row => (int)((long)row * Blocks / normals.Count) == b).Order()]
            : known[(known.Length * 3 / 4)..];
        int[] others = [.. known.Except(left)];
        int fit = others.Length * 65 / 75;
        training = NormalFlows.Take(normals.Table, [.. others.Take(fit).Order()]);
        heldOut = NormalFlows.Take(normals.Table, [.. others.AsSpan(fit)]);
        NormalFlows last = NormalFlows.Take(normals.Table, left);
        judged = ArtificialAnomalies.Rounded(last);
        Anomalies =
        [
            new ArtificialAnomalies("new kinds", "Normal flows of a context (protocol, service, state, TTLs) kept from the fit.",
                Rows(r => newKind[r])) { IsWithheld = true },
            new ArtificialAnomalies("new sizes", "Normal flows of a size kept from the fit in its context.",
                Rows(r => newSize[r] && !newKind[r])) { IsWithheld = true },
            .. ArtificialAnomalies.Make(last, seed),
        ];

        FlowTable Rows(Func<int, bool> wanted)
        {
            int[] rows = [.. Enumerable.Range(0, normals.Count).Where(wanted)];
            if (rows.Length == 0) throw new AnomalyException("The normal flows are too few or too alike to keep some kinds of them from "
                + "the fit.");
            return ArtificialAnomalies.Rounded(NormalFlows.Take(normals.Table, rows));
        }
    }

    public IReadOnlyList<ArtificialAnomalies> Anomalies { get; }

    /// <summary>Fits a detector, and tells its AUROC by kind of anomaly, and which share of the judged normals lies above a threshold that
    /// was set for one in a hundred on normals held out of the fit's own (NaN where these are too few for that).</summary>
    public (IReadOnlyList<(ArtificialAnomalies Kind, double Auroc)> Kinds, double Flagged) Run(
        IDetector detector, CancellationToken cancellation)
    {
        IFittedDetector fitted = detector.Fit(training, heldOut, seed, cancellation);
        double[] normal = fitted.Score(judged, cancellation);
        double flagged = (heldOut.Count + 1) * AskedRate < 1 ? double.NaN
            : QuantileThreshold.Fit(fitted.Score(heldOut.Table, cancellation), AskedRate).AreAnomalies(normal).Count(above => above)
                / (double)normal.Length;
        return ([.. Anomalies.Select(kind => (kind, RocCurve.Between(normal, fitted.Score(kind.Flows, cancellation)).Auroc))], flagged);
    }

    private static bool[] NewKinds(FlowTable flows, ulong seed)
    {
        string[] kinds = Keys(flows, flows.Schema.Rules.Context);
        Dictionary<string, int> counts = kinds.CountBy(kind => kind, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var withheld = new HashSet<string>(StringComparer.Ordinal);
        SeededRandom random = SeededRandom.Fork(seed, 11);
        foreach ((string kind, int count) in counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (count < FrequentKind * flows.Count && random.Next(2) == 0) withheld.Add(kind);
        return [.. kinds.Select(withheld.Contains)];
    }

    // Sizes given the context's texts; where the schema names no main size, there are no new ones.
    private static bool[] NewSizes(FlowTable flows, ulong seed)
    {
        if (flows.Schema.Rules.MainSize is not { } size) return new bool[flows.Count];
        string[] sizes = Keys(flows, [.. flows.Schema.Rules.Context.Where(flows.HasCategory), size]);
        var withheld = new HashSet<string>(StringComparer.Ordinal);
        SeededRandom random = SeededRandom.Fork(seed, 12);
        foreach (string key in sizes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            if (random.NextDouble() < WithheldSizes) withheld.Add(key);
        return [.. sizes.Select(withheld.Contains)];
    }

    private static string[] Keys(FlowTable flows, IReadOnlyList<string> columns) =>
    [
        .. Enumerable.Range(0, flows.Count).Select(r => string.Join(' ', columns.Select(name => flows.HasCategory(name)
            ? flows.Category(name)[r]
            : flows.Number(name)[r].ToString(CultureInfo.InvariantCulture)))),
    ];
}
