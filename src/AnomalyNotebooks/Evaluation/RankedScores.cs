namespace AnomalyNotebooks;

/// <summary>
/// Scores sorted once, highest first, equal ones gathered in one group: all that ROC, precision-recall and bootstrap need. The counts
/// may be replaced (by a resample) while the groups stay.
/// </summary>
internal sealed class RankedScores
{
    private readonly int[] groupOfRow;
    private readonly bool[] isAttack;

    private RankedScores(int[] groupOfRow, bool[] isAttack, int[] normals, int[] attacks)
    {
        this.groupOfRow = groupOfRow;
        this.isAttack = isAttack;
        Normals = normals;
        Attacks = attacks;
        NormalCount = normals.Sum();
        AttackCount = attacks.Sum();
    }

    /// <summary>Per group of equal scores, highest first: how many normals.</summary>
    public int[] Normals { get; }

    /// <summary>Per group of equal scores, highest first: how many attacks.</summary>
    public int[] Attacks { get; }

    public int Groups => Normals.Length;

    public int NormalCount { get; }

    public int AttackCount { get; }

    public static RankedScores Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack)
    {
        if (scores.Length != isAttack.Length)
            throw new ArgumentException($"{scores.Length} scores and {isAttack.Length} labels do not match: one label per score is "
                + "expected.", nameof(isAttack));
        ScoreArrays.RefuseNonFinite(scores, "scores");
        RequireBoth(isAttack);
        double[] keys = scores.ToArray();
        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, rows); // ties in any order: they end up in one group
        var placed = new int[rows.Length];
        int groups = 0;
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            if (i < keys.Length - 1 && keys[i] != keys[i + 1]) groups++;
            placed[rows[i]] = groups;
        }

        var unweighted = new RankedScores(placed, isAttack.ToArray(), new int[groups + 1], new int[groups + 1]);
        return unweighted.Reweighted([.. Enumerable.Repeat(1, rows.Length)])!;
    }

    /// <summary>The same, from the scores of each side.</summary>
    public static RankedScores Between(ReadOnlySpan<double> normalScores, ReadOnlySpan<double> attackScores)
    {
        var labels = new bool[normalScores.Length + attackScores.Length];
        labels.AsSpan(normalScores.Length).Fill(true);
        return Of([.. normalScores, .. attackScores], labels);
    }

    /// <summary>The area under the ROC curve alone, in no memory of its own: both arrays are sorted in place.</summary>
    /// <param name="scores">One finite score per flow; higher is more anomalous.</param>
    /// <param name="isAttack">One label per flow.</param>
    /// <exception cref="AnomalyException">No normals, or no attacks.</exception>
    public static double AurocOf(double[] scores, bool[] isAttack)
    {
        RequireBoth(isAttack);
        Array.Sort(scores, isAttack);
        UInt128 twiceArea = 0; // as in Auroc
        long attacksAbove = 0, attackCount = isAttack.AsSpan().Count(true);
        for (int end = scores.Length, first; end > 0; end = first)
        {
            for (first = end - 1; first > 0 && scores[first - 1] == scores[end - 1]; first--) { }
            long attacks = isAttack.AsSpan(first..end).Count(true);
            twiceArea += (UInt128)(ulong)(end - first - attacks) * (ulong)((2 * attacksAbove) + attacks);
            attacksAbove += attacks;
        }

        return (double)twiceArea / (2.0 * (scores.Length - attackCount) * attackCount);
    }

    private static void RequireBoth(ReadOnlySpan<bool> isAttack)
    {
        int attackCount = isAttack.Count(true);
        if (attackCount == 0 || attackCount == isAttack.Length)
        {
            throw new AnomalyException(isAttack.Length == 0
                ? "No scores to evaluate."
                : $"All {isAttack.Length} scores belong to {(attackCount == 0 ? "normal flows" : "attacks")}: ranking quality is only "
                    + "defined where both are there.");
        }
    }

    /// <summary>The score that at most a share of normals exceeds, and which no lower one does: ties with the last that may be flagged
    /// are left out.</summary>
    public static double CutAt(ReadOnlySpan<double> normalScores, double falsePositiveRate)
    {
        double[] normals = normalScores.ToArray();
        Array.Sort(normals);
        int allowed = (int)Math.Floor(falsePositiveRate * normals.Length);
        return allowed >= normals.Length ? double.NegativeInfinity : normals[normals.Length - 1 - allowed];
    }

    /// <summary>The same scores, each row counting so many times; null where no normal or no attack is left.</summary>
    public RankedScores? Reweighted(ReadOnlySpan<int> weights)
    {
        int[] normals = new int[Groups], attacks = new int[Groups];
        for (int row = 0; row < groupOfRow.Length; row++) (isAttack[row] ? attacks : normals)[groupOfRow[row]] += weights[row];
        var reweighted = new RankedScores(groupOfRow, isAttack, normals, attacks);
        return reweighted.NormalCount > 0 && reweighted.AttackCount > 0 ? reweighted : null;
    }

    /// <summary>The probability that an attack scores higher than a normal flow, equal scores counting half.</summary>
    public double Auroc()
    {
        // In whole numbers (twice the area), so that the result is exact but for the division.
        UInt128 twiceArea = 0;
        long attacksAbove = 0;
        for (int group = 0; group < Groups; group++)
        {
            twiceArea += (UInt128)(ulong)Normals[group] * (ulong)((2 * attacksAbove) + Attacks[group]);
            attacksAbove += Attacks[group];
        }

        return (double)twiceArea / (2.0 * NormalCount * AttackCount);
    }

    /// <summary>The highest recall of attacks that flags no larger a share of normals than <paramref name="falsePositiveRate"/>.</summary>
    public double TprAt(double falsePositiveRate)
    {
        long normals = 0, attacks = 0;
        for (int group = 0; group < Groups; group++)
        {
            normals += Normals[group];
            if ((double)normals / NormalCount > falsePositiveRate) break;
            attacks += Attacks[group];
        }

        return (double)attacks / AttackCount;
    }

    /// <summary>The sum of precision times step in recall, at the given share of attacks among flows (null: as in the scores).</summary>
    public double AveragePrecision(double? prevalence)
    {
        double sum = 0;
        long normals = 0, attacks = 0;
        for (int group = 0; group < Groups; group++)
        {
            normals += Normals[group];
            attacks += Attacks[group];
            if (Attacks[group] > 0) sum += (double)Attacks[group] / AttackCount * Precision(normals, attacks, prevalence);
        }

        return sum;
    }

    /// <summary>Precision of flagging so many normals and attacks, re-weighted to the prevalence where one is given.</summary>
    public double Precision(long normals, long attacks, double? prevalence)
    {
        if (prevalence is not { } share) return (double)attacks / (attacks + normals);
        double hits = share * attacks / AttackCount, misses = (1 - share) * normals / NormalCount;
        return hits / (hits + misses);
    }
}
