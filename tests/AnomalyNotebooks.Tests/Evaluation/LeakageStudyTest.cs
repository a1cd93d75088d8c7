namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class LeakageStudyTest
{
    private static readonly ReferenceRecipe Short = new() { Options = AutoencoderOptions.Reference with { Epochs = 6 } };

    [Fact]
    public void The_published_recipe_shines_and_without_the_labels_hardly_beats_guessing()
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, count: 6000, seed: 9);
        IReadOnlyList<LeakageStep> steps = LeakageStudy.OneAfterTheOther(flows, [1], Short);

        Assert.Equal(6, steps.Count);
        Assert.True(steps[0].Auroc > 0.95, $"as published {steps[0].Auroc}");
        Assert.True(steps[2].Auroc < 0.8, $"without the two columns {steps[2].Auroc}");
        Assert.Equal(steps[2].Auroc, steps[3].Auroc); // a threshold moves no rank
    }

    [Fact]
    public void One_at_a_time_leaves_the_other_defects_in()
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, count: 2000, seed: 9);
        IReadOnlyList<LeakageStep> steps = LeakageStudy.OneAtATime(flows, [1], Short with { Options = Short.Options with { Epochs = 1 } });

        Assert.All(steps.Skip(1), step => Assert.Equal(4, Defects(step.Recipe)));
        Assert.Equal(5, Defects(steps[0].Recipe));
    }

    [Fact]
    public void Held_out_rows_are_fewer_and_equal_seeds_give_equal_outcomes()
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, count: 2000, seed: 9);
        ReferenceRecipe heldOut = Short with { JudgedOnTrainingRows = false };
        ReferenceOutcome outcome = heldOut.Run(flows, seed: 3);

        Assert.Equal(outcome, heldOut.Run(flows, seed: 3));
        Assert.Equal(flows.AttackRows().Length, outcome.Matrix.TruePositives + outcome.Matrix.FalseNegatives);
        Assert.Equal(0.3, (outcome.Matrix.FalsePositives + outcome.Matrix.TrueNegatives) / (double)flows.NormalRows().Length, 0.01);
    }

    [Fact]
    public void A_study_needs_a_seed() =>
        Assert.Throws<AnomalyException>(() => LeakageStudy.OneAtATime(SyntheticFlows.Generate(FlowProfile.Bundled, 500, 1), []));

    private static int Defects(ReferenceRecipe recipe) => new[]
    {
        recipe.ReadsLabel, recipe.ReadsAttackCategory, recipe.ThresholdFromLabels, recipe.JudgedOnTrainingRows, recipe.ScaledOnAllRows,
    }.Count(defect => defect);
}
