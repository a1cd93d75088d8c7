namespace AnomalyNotebooks;

/// <summary>A fitted <see cref="SwapDiscriminator"/>. The score is the mean log-odds of being a recombination.</summary>
public sealed class FittedSwapDiscriminator : IExplainsScores
{
    private readonly FlowParts parts;
    private readonly SurpriseTable surprises;
    private readonly GradientBoostedTrees[] models;
    private readonly IReadOnlyList<string> names;
    private readonly ExpectedValues expected;

    internal FittedSwapDiscriminator(
        FlowParts parts, SurpriseTable surprises, GradientBoostedTrees[] models, IReadOnlyList<string> names, ExpectedValues expected)
    {
        this.parts = parts;
        this.surprises = surprises;
        this.models = models;
        this.names = names;
        this.expected = expected;
    }

    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows)
    {
        FeatureMatrix features = Features(flows);
        var scores = new double[flows.Rows];
        foreach (GradientBoostedTrees model in models)
        {
            double[] decision = model.DecisionFunction(features);
            for (int r = 0; r < scores.Length; r++) scores[r] -= decision[r] / models.Length;
        }

        return scores;
    }

    /// <summary>What each column adds to a score: how far the score falls when the column is set to what is expected there and
    /// all that follows from it is computed again. Expected is the median of normal flows of the same protocol, service, state and
    /// TTLs; of these themselves, the most frequent value. The parts need not add up to the score: columns act together.</summary>
    /// <inheritdoc/>
    public ScoreExplanation Explain(FeatureMatrix flows) => DeletionExplanation.Of(this, flows, expected);

    internal static FeatureMatrix SideBySide(FeatureMatrix left, FeatureMatrix right)
    {
        int width = left.Columns + right.Columns;
        var values = new float[left.Rows * width];
        for (int r = 0; r < left.Rows; r++)
        {
            left.Row(r).CopyTo(values.AsSpan(r * width));
            right.Row(r).CopyTo(values.AsSpan((r * width) + left.Columns));
        }

        return new FeatureMatrix(values, left.Rows, [.. left.Names, .. right.Names]);
    }

    private FeatureMatrix Features(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, names);
        FeatureMatrix view = parts.View(parts.Take(flows));
        return SideBySide(view, surprises.Transform(view));
    }
}
