using System.Diagnostics;

namespace AnomalyNotebooks;

/// <summary>One detector, fitted once under one protocol and seed: its scores of the flows it is judged by, and what they are.</summary>
public sealed class DetectorTrial
{
    private DetectorTrial(FlowTable judged, double[] scores, double[] calibrationScores, double fitSeconds, double scoreSeconds)
    {
        Judged = judged;
        Scores = scores;
        CalibrationScores = calibrationScores;
        FitSeconds = fitSeconds;
        ScoreSeconds = scoreSeconds;
    }

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

    /// <summary>Scores of the test normals, in file order.</summary>
    public ReadOnlySpan<double> NormalScores => Scores.AsSpan(0, Scores.Length - Judged.IsAttack.Count(attack => attack));

    /// <summary>Scores of the attacks, in file order.</summary>
    public ReadOnlySpan<double> AttackScores => Scores.AsSpan(NormalScores.Length);

    /// <summary>Fits a detector on the training normals of a split and scores the flows it is judged by.</summary>
    /// <param name="detector">The detector; with or without TTL features as it is.</param>
    /// <param name="split">What to fit on and what to judge by.</param>
    /// <param name="half">Which attacks to judge by.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public static DetectorTrial Run(IFlowDetector detector, FlowSplit split, AttackHalf half = AttackHalf.Final, CancellationToken cancellation = default)
    {
        NormalFlows training = NormalFlows.Take(split.TrainingTable, split.Train), heldOut = NormalFlows.Take(split.TrainingTable, split.Calibration);
        int[] attacks = half == AttackHalf.Final ? split.FinalAttacks : split.DevelopmentAttacks;
        FlowTable judged = split.TestTable.Take([.. split.TestNormals, .. attacks]);

        var watch = Stopwatch.StartNew();
        IFittedFlowDetector fitted = detector.Fit(training, heldOut, split.Seed, cancellation);
        double fitSeconds = watch.Elapsed.TotalSeconds;
        watch.Restart();
        double[] scores = fitted.Score(judged);
        double scoreSeconds = watch.Elapsed.TotalSeconds;
        return new DetectorTrial(judged, scores, fitted.Score(heldOut.Table), fitSeconds, scoreSeconds);
    }
}
