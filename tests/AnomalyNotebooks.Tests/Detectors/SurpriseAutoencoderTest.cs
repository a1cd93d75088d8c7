namespace AnomalyNotebooks.Tests.Detectors;

public sealed class SurpriseAutoencoderTest
{
    private static readonly SurpriseAutoencoder Small = new()
    {
        Networks = [SurpriseAutoencoder.Denoising([32], 8) with { LearningRate = 0.005, BatchSize = 32, Epochs = 15, SwapNoise = 0.1 }],
    };

    private static readonly FlowTable Flows = TestFlows.Make(900, 200);
    private static readonly NormalFlows Training = NormalFlows.Take(Flows, [.. Enumerable.Range(0, 600)]);
    private static readonly FittedSurpriseAutoencoder Fitted = (FittedSurpriseAutoencoder)Small.Fit(Training, Training, 1);

    [Fact]
    public void Flows_whose_parts_do_not_belong_together_score_higher_than_normals()
    {
        double[] scores = Fitted.Score(Flows);
        double auroc = RocCurve.FromScores(scores.AsSpan(600), Flows.IsAttack.AsSpan(600)).Auroc;

        Assert.True(auroc > 0.95, $"AUROC {auroc}");
        Assert.True(scores.Distinct().Count() > 50, "scores must differ between flows");
    }

    [Fact]
    public void Shuffled_labels_are_not_told_apart()
    {
        bool[] labels = Flows.IsAttack[600..];
        SeededRandom.Fork(9, 0).Shuffle<bool>(labels);
        Assert.InRange(RocCurve.FromScores(Fitted.Score(Flows).AsSpan(600), labels).Auroc, 0.42, 0.58);
    }

    [Fact]
    public void A_seed_fixes_every_bit_and_another_gives_other_scores()
    {
        Assert.Equal(Fitted.Score(Flows), Small.Fit(Training, Training, 1).Score(Flows));
        Assert.NotEqual(Fitted.Score(Flows), Small.Fit(Training, Training, 2).Score(Flows));
    }

    [Fact]
    public void Training_changes_the_weights_and_lowers_the_loss()
    {
        IReadOnlyList<EpochReport> history = Fitted.Networks[0].History;
        Assert.True(history[^1].TrainLoss < 0.8 * history[0].TrainLoss, $"{history[0].TrainLoss} to {history[^1].TrainLoss}");
    }

    [Fact]
    public void The_score_is_the_sum_of_what_each_surprise_adds_and_a_planted_size_is_named()
    {
        FlowTable planted = TestFlows.With(Flows.Take([.. Enumerable.Range(0, 20)]), "sbytes", 777); // never sent by a normal flow
        FeatureMatrix sizes = Fitted.Sizes(planted);
        double[] scores = Fitted.Score(planted);

        for (int r = 0; r < planted.Count; r++)
        {
            float[] row = sizes.Row(r).ToArray();
            Assert.Equal(scores[r], row.Sum(part => (double)part), 1e-3);
            string most = sizes.Names[Array.IndexOf(row, row.Max())];
            // the mean follows
            Assert.True(most.Contains("sbytes", StringComparison.Ordinal) || most.Contains("smean", StringComparison.Ordinal), most);
        }
    }

    [Fact]
    public void Too_few_flows_are_refused()
    {
        NormalFlows few = NormalFlows.Take(Flows, [0, 1, 2]);
        Assert.Throws<AnomalyException>(() => Small.Fit(few, few, 1));
    }
}
