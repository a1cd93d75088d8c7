namespace AnomalyNotebooks;

/// <summary>
/// What each of several detectors finds that the others miss, when all of them flag the same share of the normals. Where detectors
/// find different attacks, together they may find more than the best of them.
/// </summary>
public sealed class DetectionOverlap
{
    private readonly bool[][] found;

    private DetectionOverlap(IReadOnlyList<string> names, bool[][] found)
    {
        Names = names;
        this.found = found;
    }

    /// <summary>The detectors' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of attacks.</summary>
    public int Attacks => found[0].Length;

    /// <summary>The share of attacks that no detector finds, 0 to 1.</summary>
    public double FoundByNone => Share(attack => Array.TrueForAll(found, flags => !flags[attack]));

    /// <summary>The share of attacks that every detector finds, 0 to 1.</summary>
    public double FoundByAll => Share(attack => Array.TrueForAll(found, flags => flags[attack]));

    /// <summary>Counts who finds what.</summary>
    /// <param name="trials">Detectors judged by the same flows, one or more, with a name each.</param>
    /// <param name="falsePositiveRate">The share of the judged normals that each may flag, 0 to 1. With labels: this compares detectors, it
    /// sets no alarm.</param>
    /// <exception cref="ArgumentException">No detectors, or not judged by the same flows.</exception>
    public static DetectionOverlap At(double falsePositiveRate, IReadOnlyList<(string Name, DetectorTrial Trial)> trials)
    {
        if (trials.Count == 0) throw new ArgumentException("At least one detector is needed.", nameof(trials));
        if (!(falsePositiveRate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(falsePositiveRate), falsePositiveRate,
            "A share from 0 to 1 is expected; 1 % is 0.01.");
        if (trials.Any(other => !SameFlows(other.Trial, trials[0].Trial)))
            throw new ArgumentException("The detectors were judged by different flows: what one finds and another misses cannot be said.",
                nameof(trials));
        return new DetectionOverlap([.. trials.Select(trial => trial.Name)],
            [.. trials.Select(trial => Flags(trial.Trial, falsePositiveRate))]);
    }

    /// <summary>The share of attacks that a detector finds, 0 to 1.</summary>
    public double FoundBy(int detector) => Share(attack => found[detector][attack]);

    /// <summary>The share of attacks that a detector finds and no other does, 0 to 1.</summary>
    public double FoundOnlyBy(int detector) =>
        Share(attack => found[detector][attack] && Enumerable.Range(0, found.Length)
            .All(other => other == detector || !found[other][attack]));

    /// <summary>Detectors by detectors: of the attacks that the column's detector misses, the share that the row's finds; NaN where none is
    /// missed.</summary>
    public double[,] FoundOfMissed()
    {
        var shares = new double[found.Length, found.Length];
        for (int row = 0; row < found.Length; row++)
        {
            for (int column = 0; column < found.Length; column++)
            {
                int[] missed = [.. Enumerable.Range(0, Attacks).Where(attack => !found[column][attack])];
                shares[row, column] = missed.Length == 0 ? double.NaN : (double)missed.Count(attack => found[row][attack]) / missed.Length;
            }
        }

        return shares;
    }

    // Both lists of rows refer to the same table.
    private static bool SameFlows(DetectorTrial a, DetectorTrial b) =>
        ReferenceEquals(a.Split.TestTable, b.Split.TestTable) && a.Split.TestNormals.AsSpan().SequenceEqual(b.Split.TestNormals)
        && a.Half == b.Half && a.Split.Attacks(a.Half).AsSpan().SequenceEqual(b.Split.Attacks(b.Half));

    private static bool[] Flags(DetectorTrial trial, double falsePositiveRate)
    {
        double cut = RankedScores.CutAt(trial.NormalScores, falsePositiveRate);
        return [.. trial.AttackScores.ToArray().Select(score => score > cut)];
    }

    private double Share(Func<int, bool> counts) => (double)Enumerable.Range(0, Attacks).Count(counts) / Attacks;
}
