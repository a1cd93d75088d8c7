using System.Diagnostics;

namespace AnomalyNotebooks;

/// <summary>One detector, fitted once under one protocol and seed: its scores of the flows it is judged by, and what they are.</summary>
public sealed class DetectorTrial
{
    private FlowTable? judged;

    private DetectorTrial(FlowSplit split, AttackHalf half, IFittedDetector fitted, double[] scores, double[] calibrationScores) =>
        (Split, Half, Fitted, Scores, CalibrationScores) = (split, half, fitted, scores, calibrationScores);

    /// <summary>What it was fitted on and is judged by.</summary>
    public FlowSplit Split { get; }

    /// <summary>Which attacks it is judged by.</summary>
    internal AttackHalf Half { get; }

    /// <summary>The detector as fitted.</summary>
    public IFittedDetector Fitted { get; }

    /// <summary>The flows it is judged by: first the test normals in file order, then the attacks.</summary>
    public FlowTable Judged => judged ??= Split.TestTable.Take(JudgedRows(Split, Half));

    /// <summary>One score per judged flow; higher is more anomalous.</summary>
    public double[] Scores { get; }

    /// <summary>Scores of the normals kept back for thresholds.</summary>
    public double[] CalibrationScores { get; }

    /// <summary>Scores of all normals fitted or calibrated on, in the file's order, each by a fit without its stretch; null where no
    /// stretches were left out.</summary>
    internal LeftOutBlocks? LeftOut { get; private init; }

    /// <summary>Wall time of the fit, seconds.</summary>
    public double FitSeconds { get; private init; }

    /// <summary>Wall time of scoring the judged flows, seconds.</summary>
    public double ScoreSeconds { get; private init; }

    /// <summary>Memory that the fitted detector holds, bytes: what more is alive after the fit than before. Other work in the process blurs
    /// it.</summary>
    public long HeldBytes { get; private init; }

    /// <summary>Scores of the test normals, in file order.</summary>
    public ReadOnlySpan<double> NormalScores => Scores.AsSpan(0, Split.TestNormals.Length);

    /// <summary>Scores of the attacks, in file order.</summary>
    public ReadOnlySpan<double> AttackScores => Scores.AsSpan(Split.TestNormals.Length);

    /// <summary>Fits a detector on the training normals of a split, in the split's order, and scores the flows it is judged by.</summary>
    /// <param name="detector">The detector; with or without TTL features as it is.</param>
    /// <param name="split">What to fit on and what to judge by.</param>
    /// <param name="training">Other flows to fit on than the split's, as with <see cref="FlowSplit.Contaminated"/>.</param>
    /// <param name="cancellation">Stops fit and scoring.</param>
    public static DetectorTrial Run(
        IDetector detector, FlowSplit split, NormalFlows? training = null, CancellationToken cancellation = default) =>
        Run(Require.Given(detector), Require.Given(split), AttackHalf.Development, training, cancellation);

    /// <summary>As the other, judged by one half of the attacks.</summary>
    internal static DetectorTrial Run(
        IDetector detector, FlowSplit split, AttackHalf half, NormalFlows? training = null, CancellationToken cancellation = default)
    {
        training ??= NormalFlows.Take(split.TrainingTable, split.Train);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        IFittedDetector fitted = detector.Fit(training, NormalFlows.Take(split.TrainingTable, split.Validation), split.Seed, cancellation);
        double seconds = watch.Elapsed.TotalSeconds;
        long held = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
        return Judge(fitted, split, half, seconds, held, cancellation);
    }

    /// <summary>The threshold for another stretch of traffic than the one fitted on: from contiguous blocks of normals, each scored by a
    /// fit that left it out. It assumes that the next stretch differs from those no more than they do from each other.</summary>
    /// <param name="falsePositiveRate">The share of normal flows to be flagged, between 0 and 1.</param>
    /// <param name="keen">False: the quantile of all blocks' scores together, which unusual blocks raise. True: the mean of the blocks' own
    /// quantiles, mostly lower; it may flag more than asked.</param>
    /// <exception cref="AnomalyException">No blocks were left out (<see cref="EvaluationRun.Trial"/> with <c>forLater</c> does that), or
    /// too few normals for so low a rate.</exception>
    public Threshold LaterThreshold(double falsePositiveRate = 0.01, bool keen = false) =>
        (LeftOut ?? throw new AnomalyException("No blocks of normals were left out of this trial's fit, so there is no threshold for "
            + "another stretch of traffic: use EvaluationRun.Trial(detector, protocol, forLater: true)."))
            .Threshold(falsePositiveRate, keen);

    /// <summary>The same trial with what <see cref="LaterThreshold"/> needs: five more fits.</summary>
    /// <param name="detector">The detector of this trial.</param>
    /// <param name="cancellation">Stops the fits.</param>
    internal DetectorTrial LeaveBlocksOut(IDetector detector, CancellationToken cancellation = default) => With(LeftOutBlocks.Of(
        detector, NormalFlows.Take(Split.TrainingTable, LeftOutRows(Split)), Split.Seed, cancellation: cancellation));

    /// <summary>The rows of <see cref="LeftOut"/>.</summary>
    internal static int[] LeftOutRows(FlowSplit split) => [.. split.Train.Concat(split.Validation).Concat(split.Calibration).Order()];

    /// <summary>Judges the same fitted detector by other flows, as where two protocols are fitted on the same. Flows that it was judged by
    /// already are not scored again.</summary>
    /// <param name="split">Another split with the same flows to fit and to calibrate on.</param>
    /// <exception cref="ArgumentException">The detector was fitted or calibrated on other flows.</exception>
    public DetectorTrial JudgedBy(FlowSplit split)
    {
        if (!IsFittedOn(split))
            throw new ArgumentException("The split has other flows to fit or to calibrate on than this detector was fitted and "
                + "calibrated on.", nameof(split));
        int[] rows = JudgedRows(split, Half), known = JudgedRows(Split, Half);
        var place = new Dictionary<int, int>(known.Length);
        for (int i = 0; i < known.Length; i++) place[known[i]] = i;
        double[] scores = rows.All(place.ContainsKey) && ReferenceEquals(split.TestTable, Split.TestTable)
            ? [.. rows.Select(row => Scores[place[row]])]
            : Fitted.Score(split.TestTable.Take(rows));
        return new DetectorTrial(split, Half, Fitted, scores, CalibrationScores)
            { FitSeconds = FitSeconds, ScoreSeconds = ScoreSeconds, HeldBytes = HeldBytes, LeftOut = LeftOut };
    }

    /// <summary>Joins trials of an ensemble's members, in its order, to a trial of the ensemble; their fits take the time of all.</summary>
    internal static DetectorTrial Join(DetectorEnsemble ensemble, IReadOnlyList<DetectorTrial> members, CancellationToken cancellation)
    {
        FlowSplit split = members[0].Split;
        FlowTable validation = split.TrainingTable.Take(split.Validation);
        FittedDetectorEnsemble fitted = ensemble.Join(
            [.. members.Select(member => member.Fitted)], [.. members.Select(member => member.Fitted.Score(validation, cancellation))]);
        return Judge(fitted, split, members[0].Half, members.Sum(member => member.FitSeconds), members.Sum(member => member.HeldBytes),
            cancellation);
    }

    /// <summary>Whether a split has the flows to fit, to validate and to calibrate on that this detector has met.</summary>
    internal bool IsFittedOn(FlowSplit split) =>
        ReferenceEquals(split.TrainingTable, Split.TrainingTable) && split.Seed == Split.Seed && split.Train.AsSpan()
            .SequenceEqual(Split.Train)
        && split.Validation.AsSpan().SequenceEqual(Split.Validation) && split.Calibration.AsSpan().SequenceEqual(Split.Calibration);

    private DetectorTrial With(LeftOutBlocks leftOut) => new(Split, Half, Fitted, Scores, CalibrationScores)
        { FitSeconds = FitSeconds, ScoreSeconds = ScoreSeconds, HeldBytes = HeldBytes, LeftOut = leftOut };

    private static int[] JudgedRows(FlowSplit split, AttackHalf half) => [.. split.TestNormals, .. split.Attacks(half)];

    private static DetectorTrial Judge(
        IFittedDetector fitted, FlowSplit split, AttackHalf half, double fitSeconds, long heldBytes, CancellationToken cancellation)
    {
        double[] calibration = fitted.Score(split.TrainingTable.Take(split.Calibration), cancellation);
        FlowTable flows = split.TestTable.Take(JudgedRows(split, half));
        var watch = Stopwatch.StartNew();
        double[] scores = fitted.Score(flows, cancellation);
        return new DetectorTrial(split, half, fitted, scores, calibration) { FitSeconds = fitSeconds,
            ScoreSeconds = watch.Elapsed.TotalSeconds, HeldBytes = heldBytes };
    }
}
