namespace AnomalyNotebooks.Tests.Features;

public class SurpriseStepTest
{
    private static readonly FlowTable Training = SmallFlows.Of(
        [("a", [1, 1, 1, 2, 3, 1]), ("b", [5, 5, 6, 6, 6, 5])], [("proto", ["tcp", "tcp", "udp", "udp", "tcp", "tcp"])]);

    private static readonly FeaturePipeline Surprise = new("test", new FeatureRecipe(
        ["a", "b", "proto"], [new SurpriseStep { Context = ["proto"], Tuples = [["a", "b"]], Smoothing = 2 }]));

    [Fact]
    public void Outputs_are_marginals_conditionals_the_context_and_tuples()
    {
        FittedFeaturePipeline fitted = Surprise.Fit(Training);
        Assert.Equal(
            ["surprise(a)", "surprise(b)", "surprise(proto)", "surprise(a | context)", "surprise(b | context)", "surprise(context)",
                "surprise(a, b)"],
            fitted.Names);
        Assert.Equal(["a", "proto"], fitted.Sources[3]);
    }

    [Fact]
    public void New_rows_are_compared_with_all_training_rows()
    {
        FlowTable rows = SmallFlows.Of([("a", [1, 9]), ("b", [6, 9])], [("proto", ["udp", "arp"])]);
        FeatureMatrix features = Surprise.Fit(Training).Transform(rows);
        double p = 5.0 / 7; // a = 1: 4 of 6
        Near([p, 4.0 / 7, 3.0 / 7, (1 + (2 * p)) / 4, (2 + (2 * 4.0 / 7)) / 4, 3.0 / 7, 2.0 / 7], features.Row(0));
        Near([1.0 / 7, 1.0 / 7, 1.0 / 7, 1.0 / 7, 1.0 / 7, 1.0 / 7, 1.0 / 7], features.Row(1)); // nothing of it was ever seen
    }

    [Fact]
    public void Training_rows_are_left_out_of_what_they_are_compared_with()
    {
        FeatureMatrix training = Surprise.FitTransform(Training).Training;
        for (int row = 0; row < Training.Count; row++)
        {
            int[] others = [.. Enumerable.Range(0, Training.Count).Where(other => other != row)];
            Assert.Equal(Surprise.Fit(Training.Take(others)).Transform(Training.Take([row])).Row(0), training.Row(row));
        }
    }

    [Fact]
    public void Steps_after_it_learn_from_the_rows_left_out()
    {
        FeaturePipeline standardised = new("test", new FeatureRecipe(["a", "b", "proto"],
            [.. Surprise.RecipesFor(FlowSchema.UnswNb15)[0].Steps, new StandardStep()]));
        FeatureMatrix training = standardised.FitTransform(Training).Training;
        for (int c = 0; c < training.Columns; c++) Assert.Equal(0, training.Column(c).Average(), 1e-6);
    }

    [Fact]
    public void Continuous_values_are_counted_in_logarithmic_steps()
    {
        var step = new SurpriseStep { Continuous = new Dictionary<string, double> { ["x"] = 1 }, Resolution = 4 };
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("x", step).Fit(SmallFlows.Of(("x", [1000, 1001, 1002, 5])));
        float[] surprise = fitted.Transform(SmallFlows.Of(("x", [1003, 5.1, 2000, -1]))).Values;
        Near([4.0 / 5, 2.0 / 5, 1.0 / 5, 1.0 / 5], surprise);
    }

    [Fact]
    public void Rows_beyond_one_stretch_are_treated_alike()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (double)(i % 7))];
        FeatureMatrix training = SmallFlows.Pipeline("x", new SurpriseStep()).FitTransform(SmallFlows.Of(("x", values))).Training;
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => training[i % 7, 0]), training.Values);
    }

    [Fact]
    public void Columns_taken_away_leave_context_and_tuples()
    {
        Assert.Equal(
            ["surprise(b)", "surprise(proto)", "surprise(b | context)", "surprise(context)"], Surprise.Without("a").Fit(Training).Names);
        Assert.Equal(["surprise(a)", "surprise(b)", "surprise(a, b)"], Surprise.Without("proto").Fit(Training).Names);
    }

    [Fact]
    public void A_column_that_the_recipe_does_not_read_is_refused() => Assert.Contains("'nowhere'", Assert.Throws<AnomalyException>(() =>
        SmallFlows.Pipeline("a", new SurpriseStep { Context = ["nowhere"] }).Fit(Training)).Message, StringComparison.Ordinal);

    private static void Near(double[] probabilities, ReadOnlySpan<float> surprises)
    {
        Assert.Equal(probabilities.Length, surprises.Length);
        for (int i = 0; i < probabilities.Length; i++) Assert.Equal(-Math.Log(probabilities[i]), surprises[i], 1e-6);
    }
}
