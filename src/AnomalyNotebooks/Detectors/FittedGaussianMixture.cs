namespace AnomalyNotebooks;

/// <summary>The bells of a Gaussian mixture. Immutable.</summary>
public sealed class FittedGaussianMixture : IExplainsScores
{
    private readonly FittedPca? projection;
    private readonly MixtureParameters mixture;

    internal FittedGaussianMixture(IReadOnlyList<string> names, FittedPca? projection, MixtureParameters mixture, int iterations, bool converged)
    {
        Names = names;
        this.projection = projection;
        this.mixture = mixture;
        Iterations = iterations;
        Converged = converged;
    }

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of bells.</summary>
    public int Components => mixture.Components;

    /// <summary>Rounds of expectation maximisation that were run.</summary>
    public int Iterations { get; }

    /// <summary>Whether the log-likelihood had settled before the rounds ran out.</summary>
    public bool Converged { get; }

    /// <summary>The negative log-likelihood (natural logarithm) of each row.</summary>
    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, Names);
        FeatureMatrix rows = projection?.Transform(flows) ?? flows;
        var scores = new double[flows.Rows];
        DetectorInput.ForRows(flows.Rows, (first, end) =>
        {
            var block = new MixtureBlock(mixture);
            for (int row = first; row < end; row += MixtureBlock.Rows)
            {
                block.Load(rows, row, end);
                mixture.Evaluate(block);
                for (int lane = 0; lane < MixtureBlock.Rows && row + lane < end; lane++) scores[row + lane] = -block.LogDensities[lane];
            }
        });
        return scores;
    }

    /// <summary>
    /// The squared standardised deviation (Mahalanobis) from the bell that the row most likely belongs to, split among the features:
    /// deviation times (inverse covariance times deviation). The expected values are that bell's centre.
    /// </summary>
    /// <inheritdoc/>
    public ScoreExplanation Explain(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, Names);
        FeatureMatrix rows = projection?.Transform(flows) ?? flows;
        float[] contributions = new float[flows.Values.Length], expected = new float[flows.Values.Length];
        DetectorInput.ForRows(flows.Rows, (first, end) =>
        {
            var block = new MixtureBlock(mixture);
            var ownSlope = new double[mixture.Features];
            double[] centre = new double[Names.Count], slope = new double[Names.Count];
            for (int row = first; row < end; row++)
            {
                block.Load(rows, row, row + 1);
                mixture.Evaluate(block);
                int bell = mixture.MostLikely(block, lane: 0);
                mixture.PrecisionTimesDeviation(rows.Row(row), bell, ownSlope);
                if (projection is null)
                {
                    mixture.MeanOf(bell).CopyTo(centre);
                    ownSlope.CopyTo(slope, 0);
                }
                else
                {
                    for (int c = 0; c < centre.Length; c++) centre[c] = projection.MeanOf(c);
                    projection.AddBack(mixture.MeanOf(bell), centre);
                    Array.Clear(slope);
                    projection.AddBack(ownSlope, slope);
                }

                for (int c = 0; c < centre.Length; c++)
                {
                    contributions[(row * centre.Length) + c] = (float)((flows[row, c] - centre[c]) * slope[c]);
                    expected[(row * centre.Length) + c] = (float)centre[c];
                }
            }
        });
        return new ScoreExplanation(flows, new FeatureMatrix(contributions, flows.Rows, Names), new FeatureMatrix(expected, flows.Rows, Names),
            "the feature's part in the squared standardised deviation from the nearest bell");
    }
}
