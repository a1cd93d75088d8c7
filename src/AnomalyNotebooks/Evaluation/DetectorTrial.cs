using System.Diagnostics;

namespace AnomalyNotebooks;

/// <summary>One detector, fitted once under one protocol and seed: its scores of the flows it is judged by, and what they are.</summary>
public sealed class DetectorTrial
{
    private readonly AttackHalf half;

    private DetectorTrial(
        FlowSplit split, AttackHalf half, IFittedDetector fitted, FlowTable judged, double[] scores, double[] calibrationScores, double fitSeconds, double scoreSeconds)
    {
        Split = split;
        this.half = half;
        Fitted = fitted;
        Judged = judged;
        Scores = scores;
        CalibrationScores = calibrationScores;
        FitSeconds = fitSeconds;
        ScoreSeconds = scoreSeconds;
    }

    /// <summary>What it was fitted on and is judged by.</summary>
    public FlowSplit Split { get; }

    /// <summary>The detector as fitted.</summary>
    public IFittedDetector Fitted { get; }

    /// <summary>The flows it is judged by: first the test normals in file order, then the attacks.</summary>
    public FlowTable Judged { get; }

    /// <summary>One score per judged flow; higher is more anomalous.</summary>
    public double[] Scores { get; }

    /// <summary>Scores of the normals kept back from the fit, for thresholds.</summary>
    public double[] CalibrationScores { get; }

    /// <summary>Wall time of the fit, seconds.</summary>
    public double FitSeconds { get; }

    /// <summary>Wall time of scoring the judged flows, seconds.</summary>
    public double ScoreSeconds { get; }

    /// <summary>Memory that the fitted detector holds, bytes: what more is alive after the fit than before. Other work in the process blurs it.</summary>
    public long HeldBytes { get; private init; }

    /// <summary>Scores of the test normals, in file order.</summary>
    public ReadOnlySpan<double> NormalScores => Scores.AsSpan(0, Scores.Length - Judged.IsAttack.Count(attack => attack));

    /// <summary>Scores of the attacks, in file order.</summary>
    public ReadOnlySpan<double> AttackScores => Scores.AsSpan(NormalScores.Length);

    /// <summary>Fits a detector on the training normals of a split and scores the flows it is judged by.</summary>
    /// <param name="detector">The detector; with or without TTL features as it is.</param>
    /// <param name="split">What to fit on and what to judge by.</param>
    /// <param name="half">Which attacks to judge by.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public static DetectorTrial Run(IDetector detector, FlowSplit split, AttackHalf half = AttackHalf.Final, CancellationToken cancellation = default)
    {
        NormalFlows training = NormalFlows.Take(split.TrainingTable, split.Train), heldOut = NormalFlows.Take(split.TrainingTable, split.Calibration);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        IFittedDetector fitted = detector.Fit(training, heldOut, split.Seed, cancellation);
        double fitSeconds = watch.Elapsed.TotalSeconds;
        long held = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
        return Judge(fitted, split, half, fitted.Score(heldOut.Table), fitSeconds, held);
    }

    /// <summary>Judges the same fitted detector by other flows, as where two protocols are fitted on the same.</summary>
    /// <param name="split">Another split with the same flows to fit and to calibrate on.</param>
    /// <param name="half">Which attacks to judge by.</param>
    /// <exception cref="ArgumentException">The detector was fitted or calibrated on other flows.</exception>
    public DetectorTrial JudgedBy(FlowSplit split, AttackHalf half = AttackHalf.Final)
    {
        return IsFittedOn(split)
            ? Judge(Fitted, split, half, CalibrationScores, FitSeconds, HeldBytes)
            : throw new ArgumentException("The split has other flows to fit or to calibrate on than this detector was fitted and calibrated on.", nameof(split));
    }

    /// <summary>Joins trials of an ensemble's members, in its order, to a trial of the ensemble; their fits take the time of all.</summary>
    internal static DetectorTrial Join(DetectorEnsemble ensemble, IReadOnlyList<DetectorTrial> members)
    {
        FlowSplit split = members[0].Split;
        FittedDetectorEnsemble fitted = ensemble.Join([.. members.Select(member => member.Fitted)], [.. members.Select(member => member.CalibrationScores)]);
        double[] calibration = fitted.Score(split.TrainingTable.Take(split.Calibration));
        return Judge(fitted, split, members[0].half, calibration, members.Sum(member => member.FitSeconds), members.Sum(member => member.HeldBytes));
    }

    /// <summary>Whether a split has the flows to fit and to calibrate on that this detector was fitted and calibrated on.</summary>
    internal bool IsFittedOn(FlowSplit split) =>
        ReferenceEquals(split.TrainingTable, Split.TrainingTable) && split.Seed == Split.Seed
        && split.Train.AsSpan().SequenceEqual(Split.Train) && split.Calibration.AsSpan().SequenceEqual(Split.Calibration);

    private static DetectorTrial Judge(IFittedDetector fitted, FlowSplit split, AttackHalf half, double[] calibrationScores, double fitSeconds, long heldBytes)
    {
        int[] attacks = half == AttackHalf.Final ? split.FinalAttacks : split.DevelopmentAttacks;
        FlowTable judged = split.TestTable.Take([.. split.TestNormals, .. attacks]);
        var watch = Stopwatch.StartNew();
        double[] scores = fitted.Score(judged);
        return new DetectorTrial(split, half, fitted, judged, scores, calibrationScores, fitSeconds, watch.Elapsed.TotalSeconds) { HeldBytes = heldBytes };
    }
}
