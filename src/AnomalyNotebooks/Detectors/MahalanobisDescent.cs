namespace AnomalyNotebooks;

/// <summary>
/// Explains a squared Mahalanobis distance step by step: the feature that lowers it most by taking the value that all others let
/// expect takes it; then the next one, given the first; until each feature had its turn. The distance only falls.
/// </summary>
/// <remarks>
/// Features are not judged each by itself: where two always agree and one is wrong, either could be set to the other's value, and
/// setting both would only swap them. A turn can lower the distance more than the one before it, whose change made room; its part is
/// then given as just below, so that sorting the parts gives back the order of the turns.
/// </remarks>
internal sealed class MahalanobisDescent
{
    private readonly double[] precision; // features x features: the inverse covariance
    private readonly int features;

    public MahalanobisDescent(ReadOnlySpan<double> components, ReadOnlySpan<double> variances, int features)
    {
        this.features = features;
        precision = new double[features * features];
        for (int k = 0; k < variances.Length; k++)
        {
            ReadOnlySpan<double> component = components.Slice(k * features, features);
            for (int i = 0; i < features; i++)
                VectorMath.AddScaled(precision.AsSpan(i * features, features), component[i] / variances[k], component);
        }
    }

    /// <summary>Writes how much the distance fell in each feature's turn (at most as much as in the turn before), and what the feature was changed by.</summary>
    /// <param name="deviation">The row less the mean.</param>
    /// <param name="falls">Per feature, the fall in its turn.</param>
    /// <param name="changes">Per feature, the change in its turn.</param>
    public void Run(ReadOnlySpan<double> deviation, Span<double> falls, Span<double> changes)
    {
        var slope = new double[features]; // half the distance's derivative: precision * deviation
        for (int i = 0; i < features; i++) VectorMath.AddScaled(slope, deviation[i], precision.AsSpan(i * features, features));
        var done = new bool[features];
        falls.Clear();
        changes.Clear();
        double ceiling = double.PositiveInfinity;
        for (int turn = 0; turn < features; turn++)
        {
            int best = -1;
            double deepest = 0;
            for (int i = 0; i < features; i++)
            {
                double curvature = precision[(i * features) + i];
                double fall = done[i] || !(curvature > 0) ? 0 : slope[i] * slope[i] / curvature;
                if (fall > deepest) (deepest, best) = (fall, i);
            }

            if (best < 0) return;
            done[best] = true;
            falls[best] = Math.Min(deepest, ceiling);
            ceiling = MathF.BitDecrement((float)falls[best]);
            changes[best] = -slope[best] / precision[(best * features) + best];
            VectorMath.AddScaled(slope, changes[best], precision.AsSpan(best * features, features));
        }
    }
}
