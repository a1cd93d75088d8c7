using System.Globalization;
namespace AnomalyNotebooks;

/// <summary>
/// The score at which the density of attacks overtakes that of normals, both by <see cref="KernelDensity"/>. <b>It uses labels</b>:
/// it is the threshold one would choose knowing the answer, for comparison, never for a result.
/// </summary>
/// <remarks>Where the curves cross more than once between the two medians, the crossing with the smallest sum of error rates is
/// taken.</remarks>
public sealed class DensityCrossingThreshold : Threshold
{
    private const int GridPoints = 1024;

    private DensityCrossingThreshold(double value, int normals, int attacks)
        : base(value, Text($"where the density of {attacks:N0} attacks overtakes that of {normals:N0} normals; uses labels"),
            usesLabels: true)
    {
    }

    /// <summary>Finds the crossing.</summary>
    /// <param name="normalScores">Scores of normal flows.</param>
    /// <param name="attackScores">Scores of attacks.</param>
    /// <exception cref="AnomalyException">The median attack scores no higher than the median normal flow, or the curves do not cross
    /// between the medians.</exception>
    /// <exception cref="ArgumentException">Fewer than two scores, a NaN or an infinity.</exception>
    public static DensityCrossingThreshold Fit(ReadOnlySpan<double> normalScores, ReadOnlySpan<double> attackScores)
    {
        double[] normals = ScoreArrays.Sorted(normalScores, "normal scores", 2),
            attacks = ScoreArrays.Sorted(attackScores, "attack scores", 2);
        double from = ScoreArrays.Median(normals), to = ScoreArrays.Median(attacks);
        if (!(to > from)) throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
            $"The median attack scores {to:G4}, no higher than the median normal flow "
            + $"({from:G4}): the densities have no crossing that could part them."));

        KernelDensity normalDensity = KernelDensity.Fit(normals), attackDensity = KernelDensity.Fit(attacks);
        double Difference(double x) => attackDensity.Evaluate(x) - normalDensity.Evaluate(x);

        double best = double.NaN, smallestError = double.PositiveInfinity, step = (to - from) / GridPoints;
        double before = Difference(from);
        for (int i = 1; i <= GridPoints; i++)
        {
            double x = from + (i * step), here = Difference(x);
            if (before <= 0 && here > 0)
            {
                double crossing = Bisect(Difference, x - step, x);
                double error = (1 - ((double)ScoreArrays.CountAtMost(normals, crossing) / normals.Length))
                    + ((double)ScoreArrays.CountAtMost(attacks, crossing) / attacks.Length);
                if (error < smallestError) (smallestError, best) = (error, crossing);
            }

            before = here;
        }

        return double.IsNaN(best)
            ? throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
                $"The densities of normals and attacks do not cross between their medians ({from:G4} and "
                + $"{to:G4})."))
            : new DensityCrossingThreshold(best, normals.Length, attacks.Length);
    }

    private static double Bisect(Func<double, double> difference, double low, double high)
    {
        for (int i = 0; i < 60; i++)
        {
            double middle = low + ((high - low) / 2);
            if (difference(middle) > 0) high = middle;
            else low = middle;
        }

        return high;
    }
}
