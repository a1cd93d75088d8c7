namespace AnomalyNotebooks;

/// <summary>Normals dealt out to fit on, to calibrate on and to judge by, and anomalies made for them.</summary>
internal sealed class SelectionArrangement
{
    // Kinds this frequent are what the data is about; the others are kept from the fit by the toss of a coin.
    private const double FrequentKind = 0.03;
    private const double WithheldSizes = 0.1;

    private readonly NormalFlows training, heldOut;
    private readonly FlowTable judged;
    private readonly ulong seed;

    /// <summary>Deals out the normals and makes the anomalies.</summary>
    /// <param name="normals">Normal flows, in the order of the file.</param>
    /// <param name="seed">Fixes every choice.</param>
    /// <param name="inOrder">Whether the last normals are judged by, instead of a random part.</param>
    public SelectionArrangement(NormalFlows normals, ulong seed, bool inOrder)
    {
        this.seed = seed;
        bool[] newKind = NewKinds(normals.Table, seed), newSize = NewSizes(normals.Table, seed);
        int[] known = [.. Enumerable.Range(0, normals.Count).Where(r => !newKind[r] && !newSize[r])];
        int fit = known.Length * 65 / 100, calibrate = known.Length * 75 / 100;
        SeededRandom.Fork(seed, 10).Shuffle(known.AsSpan(..(inOrder ? calibrate : known.Length)));
        if (inOrder) Array.Sort(known, 0, fit);
        training = NormalFlows.Take(normals.Table, known.AsSpan(..fit));
        heldOut = NormalFlows.Take(normals.Table, known.AsSpan(fit..calibrate));
        NormalFlows last = NormalFlows.Take(normals.Table, known.AsSpan(calibrate..));
        judged = ArtificialAnomalies.Rounded(last);
        Anomalies =
        [
            new ArtificialAnomalies("new kinds", "Normal flows of a kind (protocol, service, state and the like) kept from the fit.",
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

    /// <summary>Fits a detector, and tells its AUROC by kind of anomaly.</summary>
    public IReadOnlyList<(ArtificialAnomalies Kind, double Auroc)> Run(IDetector detector, CancellationToken cancellation)
    {
        IFittedDetector fitted = detector.Fit(training, heldOut, seed, cancellation);
        double[] normal = fitted.Score(judged, cancellation);
        return [.. Anomalies.Select(kind => (kind, RocCurve.Between(normal, fitted.Score(kind.Flows, cancellation)).Auroc))];
    }

    private static bool[] NewKinds(FlowTable flows, ulong seed)
    {
        string[] kinds = Keys(flows, Context(flows));
        Dictionary<string, int> counts = kinds.CountBy(kind => kind, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var withheld = new HashSet<string>(StringComparer.Ordinal);
        SeededRandom random = SeededRandom.Fork(seed, 11);
        foreach ((string kind, int count) in counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (count < FrequentKind * flows.Count && random.Next(2) == 0) withheld.Add(kind);
        return [.. kinds.Select(withheld.Contains)];
    }

    private static bool[] NewSizes(FlowTable flows, ulong seed)
    {
        FlowSchema schema = flows.Schema;
        if ((schema.Rules.MainSize ?? schema.WithRole(ColumnRole.Size).FirstOrDefault()) is not { } mainSize) return new bool[flows.Count];
        string[] sizes = Keys(flows, [.. Context(flows).Where(flows.HasCategory), mainSize]);
        var withheld = new HashSet<string>(StringComparer.Ordinal);
        SeededRandom random = SeededRandom.Fork(seed, 12);
        foreach (string size in sizes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            if (random.NextDouble() < WithheldSizes) withheld.Add(size);
        return [.. sizes.Select(withheld.Contains)];
    }

    // What kind of flow it is: the schema's context, or all texts where it names none.
    private static IReadOnlyList<string> Context(FlowTable flows) =>
        flows.Schema.Rules.Context is { Count: > 0 } context ? context : flows.Schema.CategoryFeatures;

    private static string[] Keys(FlowTable flows, IReadOnlyList<string> columns) =>
    [
        .. Enumerable.Range(0, flows.Count).Select(r => string.Join(' ', columns.Select(name => flows.HasCategory(name)
            ? flows.Category(name)[r]
            : flows.Number(name)[r].ToString(System.Globalization.CultureInfo.InvariantCulture)))),
    ];
}
