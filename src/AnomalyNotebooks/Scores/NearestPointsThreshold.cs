namespace AnomalyNotebooks;

/// <summary>
/// The rule of the Python project that this workbook follows, kept to reproduce its figures: both densities are drawn as 200 points
/// (score, density), and the score of the normal curve's point that lies nearest to any point of the attack curve is taken.
/// <b>It uses labels</b>, and it mixes two units in one distance: where the curves share an empty tail it lands there.
/// </summary>
public sealed class NearestPointsThreshold : Threshold
{
    private NearestPointsThreshold(double value, double gap, int points)
        : base(value, Text($"the nearest pair among {points} points of each density curve, {gap:G3} apart; uses labels"),
            usesLabels: true) => Gap = gap;

    /// <summary>Distance of the two points in the plane of score and density.</summary>
    public double Gap { get; }

    /// <summary>Finds the nearest pair.</summary>
    /// <param name="normalScores">Scores of normal flows.</param>
    /// <param name="attackScores">Scores of attacks.</param>
    /// <param name="points">Points per curve; 200 as seaborn draws.</param>
    /// <param name="cut">How many bandwidths the curves reach beyond their data; 3 as seaborn draws.</param>
    /// <exception cref="AnomalyException">All scores of a side are equal.</exception>
    /// <exception cref="ArgumentException">Fewer than two scores on a side, a NaN or an infinity.</exception>
    public static NearestPointsThreshold Fit(ReadOnlySpan<double> normalScores, ReadOnlySpan<double> attackScores, int points = 200,
        double cut = 3)
    {
        KernelDensity normal = KernelDensity.Fit(normalScores), attack = KernelDensity.Fit(attackScores);
        double[] normalX = normal.Grid(points, cut), normalY = normal.Evaluate(normalX);
        double[] attackX = attack.Grid(points, cut), attackY = attack.Evaluate(attackX);

        double best = double.NaN, smallest = double.PositiveInfinity;
        for (int i = 0; i < points; i++)
        {
            for (int j = 0; j < points; j++)
            {
                double x = normalX[i] - attackX[j], y = normalY[i] - attackY[j], squared = (x * x) + (y * y);
                if (squared < smallest) (smallest, best) = (squared, normalX[i]);
            }
        }

        return new NearestPointsThreshold(best, Math.Sqrt(smallest), points);
    }
}
