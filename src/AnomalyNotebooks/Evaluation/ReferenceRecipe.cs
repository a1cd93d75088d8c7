namespace AnomalyNotebooks;

/// <summary>
/// The published Python project's experiment, from flows to accuracy, with each of its five defects as a switch. All on: the recipe as
/// published. Off, one at a time or one after the other: what each of them is worth.
/// </summary>
public sealed record ReferenceRecipe
{
    /// <summary>The network reads the column <c>label</c>: the answer, scaled to 0 and 1.</summary>
    public bool ReadsLabel { get; init; } = true;

    /// <summary>The network reads the column <c>attack_cat</c>, numbered 0 to 9 and not scaled: the answer in more detail.</summary>
    public bool ReadsAttackCategory { get; init; } = true;

    /// <summary>The threshold is read off the densities of normals and attacks (<see cref="NearestPointsThreshold"/>); otherwise it is a
    /// quantile of normals alone.</summary>
    public bool ThresholdFromLabels { get; init; } = true;

    /// <summary>The normals judged include those trained on; otherwise only those that took no part.</summary>
    public bool JudgedOnTrainingRows { get; init; } = true;

    /// <summary>Minimum and maximum are taken over all rows, attacks and test rows included; otherwise over the training normals.</summary>
    public bool ScaledOnAllRows { get; init; } = true;

    /// <summary>The false-positive rate asked for where the threshold comes without labels.</summary>
    public double FalsePositiveRate { get; init; } = 0.05;

    /// <summary>The network and its training: 12-7-4-7-12, 30 epochs, batches of 12 in fixed order, L1.</summary>
    public AutoencoderOptions Options { get; init; } = AutoencoderOptions.Reference;

    /// <summary>Runs the experiment.</summary>
    /// <param name="flows">Normals and attacks.</param>
    /// <param name="seed">Fixes split and initial weights.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="AnomalyException">Too few normal flows to split.</exception>
    public ReferenceOutcome Run(FlowTable flows, ulong seed, CancellationToken cancellation = default)
    {
        // 70 % of the normals to train, 30 % to validate, as the reference; judged on held-out rows, the 30 % are kept for that
        // and a tenth of the 70 % validates.
        var split = FlowSplit.RandomHoldout(flows, seed);
        int[] train = JudgedOnTrainingRows ? [.. split.Train, .. split.Calibration] : [.. split.Train];
        SeededRandom.Fork(seed, stream: 1).Shuffle<int>(train); // its batches keep one order, and that order is random
        int[] validation = JudgedOnTrainingRows ? split.TestNormals : split.Calibration;
        FlowTable judgedNormals = flows.Take(JudgedOnTrainingRows ? flows.NormalRows() : split.TestNormals);

        FittedFeaturePipeline pipeline = Pipeline().Fit(ScaledOnAllRows ? flows : flows.Take(train));
        var network = Autoencoder.Fit(
            Options, pipeline.Transform(flows.Take(train)), pipeline.Transform(flows.Take(validation)), seed, cancellation: cancellation);
        double[] Score(FlowTable rows) => network.Score(pipeline.Transform(rows));
        double[] normals = Score(judgedNormals), attacks = Score(flows.Take(flows.AttackRows()));

        Threshold threshold = ThresholdFromLabels
            ? NearestPointsThreshold.Fit(normals, attacks)
            : QuantileThreshold.Fit(Score(flows.Take(validation)), FalsePositiveRate);
        bool[] isAttack = [.. Enumerable.Repeat(false, normals.Length), .. Enumerable.Repeat(true, attacks.Length)];
        return new ReferenceOutcome(
            ConfusionMatrix.FromScores([.. normals, .. attacks], isAttack, threshold), RocCurve.Between(normals, attacks).Auroc, threshold.Value);
    }

    private FeaturePipeline Pipeline()
    {
        List<string> labels = [];
        if (ReadsAttackCategory) labels.Add("attack_cat");
        if (ReadsLabel) labels.Add("label");
        return labels.Count == 0 ? FeaturePipeline.Reference : FeaturePipeline.Reference.WithLeakedLabels(labels);
    }
}
