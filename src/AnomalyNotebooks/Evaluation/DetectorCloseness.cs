namespace AnomalyNotebooks;

/// <summary>What a detector reaches on two tables, fitted and judged on each by itself.</summary>
/// <param name="Detector">The detector's name.</param>
/// <param name="RealAuroc">Its AUROC on the real table: held-out normals against the development half of the attacks.</param>
/// <param name="OtherAuroc">Its AUROC on the other.</param>
/// <param name="TransferAuroc">Its AUROC on the real table, fitted on the other one's normals.</param>
internal sealed record DetectorCloseness(string Detector, double RealAuroc, double OtherAuroc, double TransferAuroc)
{
    // Enough for three digits of an AUROC, and few enough for every pair of flows to be compared in seconds.
    private const int MostRows = 10_000;

    /// <summary>Fits and judges a detector on two tables.</summary>
    internal static DetectorCloseness Compare(IDetector detector, FlowTable real, FlowTable other, ulong seed,
        CancellationToken cancellation)
    {
        FlowSplit ofReal = FlowSplit.RandomHoldout(real, seed), ofOther = FlowSplit.RandomHoldout(other, seed);
        IFittedDetector fittedOnOther = Fit(detector, ofOther, cancellation);
        return new DetectorCloseness(detector.Name, Auroc(Fit(detector, ofReal, cancellation), ofReal), Auroc(fittedOnOther, ofOther),
            Auroc(fittedOnOther, ofReal));
    }

    private static IFittedDetector Fit(IDetector detector, FlowSplit split, CancellationToken cancellation) =>
        detector.Fit(NormalFlows.Take(split.TrainingTable, Few(split.Train, split.Seed)),
            NormalFlows.Take(split.TrainingTable, split.Calibration), split.Seed, cancellation);

    private static double Auroc(IFittedDetector fitted, FlowSplit split)
    {
        double[] Scores(int[] rows) => fitted.Score(split.TestTable.Take(Few(rows, split.Seed)));
        return RocCurve.Between(Scores(split.TestNormals), Scores(split.DevelopmentAttacks)).Auroc;
    }

    private static int[] Few(int[] rows, ulong seed)
    {
        int[] order = SeededRandom.Fork(seed, (ulong)rows.Length).Permutation(rows.Length);
        return [.. order.Take(MostRows).Select(i => rows[i])];
    }
}
