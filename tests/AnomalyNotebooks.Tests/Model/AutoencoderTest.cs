using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AnomalyNotebooks.Tests.Model;

public sealed class AutoencoderTest
{
    private static readonly AutoencoderOptions Short = new() { Epochs = 5 };
    private static readonly FeatureMatrix Train = TestFlows.Make(600, 10, 1), Validation = TestFlows.Make(200, 10, 2);
    private static readonly Autoencoder Fitted = Autoencoder.Fit(Short, Train, Validation, seed: 7);

    [Fact]
    public void Training_lowers_the_loss_and_strange_flows_score_higher_than_normal_ones()
    {
        Assert.True(Fitted.History[^1].ValidationLoss < 0.8 * Fitted.History[0].ValidationLoss);
        FeatureMatrix strange = TestFlows.Make(200, 10, 3);
        var random = new SeededRandom(4);
        random.Shuffle<float>(strange.Values); // the same values, without what ties them together
        Assert.True(Fitted.Score(strange).Average() > 1.5 * Fitted.Score(Validation).Average());
    }

    [Fact]
    public void The_best_validation_weights_are_kept()
    {
        EpochReport best = Fitted.History.MinBy(report => report.ValidationLoss)!;
        Assert.Equal(best.ValidationLoss, Fitted.Score(Validation).Average(), 1e-12);
        Assert.Equal(best.Epoch, Fitted.History[^1].BestEpoch);
        Assert.Equal(best.ValidationLoss, Fitted.History[^1].BestValidationLoss);
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_others_others()
    {
        Autoencoder again = Autoencoder.Fit(Short, Train, Validation, seed: 7), other = Autoencoder.Fit(Short, Train, Validation, seed: 8);
        Assert.Equal(Fitted.Score(Validation), again.Score(Validation));
        Assert.NotEqual(Fitted.Score(Validation), other.Score(Validation));
    }

    [Theory]
    [InlineData(ReconstructionLoss.L1)]
    [InlineData(ReconstructionLoss.MeanSquared)]
    [InlineData(ReconstructionLoss.Huber)]
    public void The_score_is_the_loss_between_a_row_and_its_reconstruction(ReconstructionLoss loss)
    {
        Autoencoder model = Autoencoder.Fit(Short with { Loss = loss, Epochs = 1 }, Train, Validation, seed: 1);
        FeatureMatrix rows = TestFlows.Make(1000, 10, 9), back = model.Reconstruct(rows), parts = model.FeatureLosses(rows);
        double[] scores = model.Score(rows);
        for (int r = 0; r < rows.Rows; r++)
        {
            double expected = 0;
            for (int c = 0; c < 10; c++)
            {
                double d = Math.Abs(back[r, c] - rows[r, c]);
                expected += loss switch {
                    ReconstructionLoss.L1 => d, ReconstructionLoss.MeanSquared => d * d / 10, _ => (d <= 1 ? d * d / 2 : d - 0.5) / 10 };
            }

            Assert.Equal(expected, scores[r], 1e-6 * expected);
            Assert.Equal(expected, parts.Row(r).ToArray().Sum(), 1e-5 * expected);
            Assert.Equal(scores[r], model.Score(rows.Row(r)));
        }
    }

    [Fact]
    public void The_code_has_a_column_per_unit()
    {
        FeatureMatrix code = Fitted.Encode(Validation);
        Assert.Equal(["code1", "code2", "code3", "code4"], code.Names);
        Assert.Equal(Validation.Rows, code.Rows);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_refused_with_its_row_and_feature(float bad)
    {
        FeatureMatrix broken = TestFlows.Make(50, 10, 5);
        broken.Values[(31 * 10) + 4] = bad;
        string[] messages =
        [
            Assert.Throws<AnomalyException>(() => Autoencoder.Fit(Short, broken, Validation, 1)).Message,
            Assert.Throws<AnomalyException>(() => Autoencoder.Fit(Short, Train, broken, 1)).Message,
            Assert.Throws<AnomalyException>(() => Fitted.Score(broken)).Message,
            Assert.Throws<AnomalyException>(() => Fitted.Reconstruct(broken)).Message,
        ];
        Assert.All(messages, message =>
        {
            Assert.Contains("row 31", message, StringComparison.Ordinal);
            Assert.Contains("'f4'", message, StringComparison.Ordinal);
            Assert.Contains(bad.ToString(CultureInfo.InvariantCulture), message, StringComparison.Ordinal);
        });
        Assert.Throws<AnomalyException>(() => Fitted.Score(broken.Row(31)));
    }

    [Fact]
    public void NaN_and_infinity_are_refused_with_row_and_feature_wherever_they_stand()
    {
        Arbitrary<(int Rows, int Columns, int Row, int Column, float Bad)> places = (
            from rows in Gen.Choose(2, 70)
            from columns in Gen.Choose(1, 40)
            from row in Gen.Choose(0, rows - 1)
            from column in Gen.Choose(0, columns - 1)
            from bad in Gen.Elements(float.NaN, float.PositiveInfinity, float.NegativeInfinity)
            select (rows, columns, row, column, bad)).ToArbitrary();
        Prop.ForAll(places, place =>
        {
            FeatureMatrix good = TestFlows.Make(place.Rows, place.Columns, 1), broken = TestFlows.Make(place.Rows, place.Columns, 1);
            broken.Values[(place.Row * place.Columns) + place.Column] = place.Bad;
            var options = new AutoencoderOptions { Epochs = 1, BatchNorm = false };
            Autoencoder model = Autoencoder.Fit(options, good, good, 1);
            foreach (Action use in (Action[])[() => Autoencoder.Fit(options, broken, good, 1), () =>
                Autoencoder.Fit(options, good, broken, 1), () => model.Score(broken), () => model.Encode(broken)])
            {
                string message = Assert.Throws<AnomalyException>(use).Message;
                Assert.Contains($"in row {place.Row} (counted from 0), feature 'f{place.Column}'", message, StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Other_features_than_those_trained_on_are_refused()
    {
        var renamed = new FeatureMatrix(
            Validation.Values, Validation.Rows, [.. Validation.Names.Select(name => name == "f3" ? "g3" : name)]);
        string message = Assert.Throws<AnomalyException>(() => Fitted.Score(renamed)).Message;
        Assert.Contains("'g3'", message, StringComparison.Ordinal);
        Assert.Contains("'f3'", message, StringComparison.Ordinal);
        Assert.Contains("11", Assert.Throws<AnomalyException>(() => Fitted.Score(TestFlows.Make(3, 11, 1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverging_loss_stops_with_epoch_step_and_learning_rate()
    {
        var error = Assert.Throws<TrainingDivergedException>(() =>
            Autoencoder.Fit(Short with { LearningRate = 1e38, BatchNorm = false, Activation = Activation.Relu }, Train, Validation, 1));
        Assert.Equal(1, error.Epoch);
        Assert.InRange(error.Step, 2, 50);
        Assert.Equal(1e38, error.LearningRate);
        Assert.Contains($"epoch 1, step {error.Step}, at learning rate 1E+38", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_turns_NaN_in_a_later_epoch_is_told_with_that_epoch()
    {
        // Weights grow by about the learning rate a step and the output with the square of them: it takes more than an epoch of one step.
        AutoencoderOptions growing = Short with { LearningRate = 1e18, BatchNorm = false, Activation = Activation.Relu, HiddenSizes = [],
            CodeSize = 1, BatchSize = 600, Epochs = 500, PlateauPatience = null };
        var error = Assert.Throws<TrainingDivergedException>(() => Autoencoder.Fit(growing, Train, Validation, 1));
        Assert.InRange(error.Epoch, 2, 500);
        Assert.Equal((1, 1e18), (error.Step, error.LearningRate));
        Assert.Contains($"epoch {error.Epoch}, step 1, at learning rate 1E+18", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_gives_every_row_the_same_loss_is_reported_as_collapsed()
    {
        // Two rows that mirror each other about 0: whatever is learnt, a dead network is equally far from both.
        float[] values = [.. Enumerable.Range(0, 64).SelectMany(i => i % 2 == 0 ? new float[] { 1, -1, 1 } : [-1, 1, -1])];
        var rows = new FeatureMatrix(values, 64, ["a", "b", "c"]);
        var dead = new AutoencoderOptions {
            HiddenSizes = [], CodeSize = 1, BatchNorm = false, LearningRate = 1e-30, Epochs = 1, Loss = ReconstructionLoss.MeanSquared };
        var training = AutoencoderEngines.Managed.Train(dead, Zero(dead, 3), rows, rows, 1, null, default);
        Assert.True(training.History[0].IsCollapsed);
        Assert.All(Fitted.History, report => Assert.False(report.IsCollapsed));

        static AutoencoderWeights Zero(AutoencoderOptions options, int features)
        {
            AutoencoderWeights weights = AutoencoderWeights.Initial(options, features, 1);
            return new AutoencoderWeights(
                weights.LayerSizes, weights.HasBatchNorm, weights.Tensors.Select(t => t with { Values = new float[t.Values.Length] }));
        }
    }

    [Fact]
    public void It_can_be_cancelled_and_tells_its_progress()
    {
        using var source = new CancellationTokenSource();
        var seen = new List<EpochReport>();
        var progress = new Immediate(report =>
        {
            seen.Add(report);
            if (report.Epoch == 2) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => Autoencoder.Fit(Short, Train, Validation, 1, progress, source.Token));
        Assert.Equal([1, 2], seen.Select(report => report.Epoch));
    }

    [Fact]
    public void Early_stopping_ends_training_after_so_many_epochs_without_a_better_one()
    {
        AutoencoderOptions options = Short with { LearningRate = 1e-12, Epochs = 50, EarlyStoppingPatience = 2, Shuffle = false };
        Autoencoder model = Autoencoder.Fit(options, Train, Validation, 1);
        Assert.True(model.History.Count < 50);
        Assert.Equal(2, model.History.Count - model.History[^1].BestEpoch);
    }

    [Fact]
    public void Too_few_rows_are_refused()
    {
        Assert.Contains("validation", Assert.Throws<AnomalyException>(() => Autoencoder.Fit(Short, Train, TestFlows.Make(0, 10, 1), 1))
            .Message, StringComparison.Ordinal);
        Assert.Contains("1 training rows", Assert.Throws<AnomalyException>(
            () => Autoencoder.Fit(Short, TestFlows.Make(1, 10, 1), Validation, 1)).Message, StringComparison.Ordinal);
    }

    private sealed class Immediate(Action<EpochReport> report) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => report(value);
    }
}
