namespace AnomalyNotebooks;

/// <summary>
/// How well a label-free threshold keeps the false-positive rate asked for, and how much of the difference is chance: it is set on a
/// random part of the held-out normals and judged by the others, many times over.
/// </summary>
/// <param name="Median">The median of the achieved rates, 0 to 1.</param>
/// <param name="Low">One draw in ten stays below it.</param>
/// <param name="High">One draw in ten comes above it.</param>
public sealed record AchievedRate(double Median, double Low, double High)
{
    /// <summary>Sets the threshold again and again.</summary>
    /// <param name="heldOutNormalScores">Scores of normals that the detector was not fitted on; their order must not matter, as after a
    /// random holdout.</param>
    /// <param name="calibrating">How many of them set the threshold in each draw; at least one must be left.</param>
    /// <param name="fit">Sets a threshold on scores of normals.</param>
    /// <param name="seed">Fixes the draws.</param>
    /// <param name="draws">How many draws, 1 or more.</param>
    /// <exception cref="ArgumentException">No scores are left to judge by, or none to set the threshold on.</exception>
    public static AchievedRate Of(IReadOnlyList<double> heldOutNormalScores, int calibrating, Func<double[], Threshold> fit, ulong seed,
        int draws = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        if (calibrating < 1 || calibrating >= heldOutNormalScores.Count)
            throw new ArgumentException($"{calibrating} of {heldOutNormalScores.Count} scores cannot set the threshold: at least one, "
                + "and not all.", nameof(calibrating));
        var achieved = new double[draws];
        for (int draw = 0; draw < draws; draw++)
        {
            double[] shuffled = [.. heldOutNormalScores];
            SeededRandom.Fork(seed, (ulong)draw).Shuffle<double>(shuffled);
            Threshold threshold = fit(shuffled[..calibrating]);
            achieved[draw] = (double)shuffled[calibrating..].Count(threshold.IsAnomaly) / (shuffled.Length - calibrating);
        }

        Array.Sort(achieved);
        double At(double share) => achieved[(int)Math.Round(share * (draws - 1), MidpointRounding.AwayFromZero)];
        return new AchievedRate(At(0.5), At(0.1), At(0.9));
    }
}
