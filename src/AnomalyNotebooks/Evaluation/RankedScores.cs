namespace AnomalyNotebooks;

/// <summary>
/// Scores sorted once, highest first, equal ones gathered in one group: all that ROC, precision-recall and bootstrap need. The counts
/// may be replaced (by a resample) while the groups stay.
/// </summary>
internal sealed class RankedScores
{
    private readonly int[] groupOfNormal, groupOfAttack;

    private RankedScores(int[] groupOfNormal, int[] groupOfAttack, int[] normals, int[] attacks)
    {
        this.groupOfNormal = groupOfNormal;
        this.groupOfAttack = groupOfAttack;
        Normals = normals;
        Attacks = attacks;
    }

    /// <summary>Per group of equal scores, highest first: how many normals.</summary>
    public int[] Normals { get; }

    /// <summary>Per group of equal scores, highest first: how many attacks.</summary>
    public int[] Attacks { get; }

    public int Groups => Normals.Length;

    public int NormalCount => groupOfNormal.Length;

    public int AttackCount => groupOfAttack.Length;

    public static RankedScores Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack)
    {
        if (scores.Length != isAttack.Length)
            throw new ArgumentException($"{scores.Length} scores and {isAttack.Length} labels do not match: one label per score is expected.", nameof(isAttack));
        ScoreArrays.RefuseNonFinite(scores, "scores");
        double[] keys = scores.ToArray();
        bool[] labels = isAttack.ToArray();
        Array.Sort(keys, labels); // ties in any order: they end up in one group

        int attackCount = labels.AsSpan().Count(true);
        if (attackCount == 0 || attackCount == labels.Length)
        {
            throw new AnomalyException(labels.Length == 0
                ? "No scores to evaluate."
                : $"All {labels.Length} scores belong to {(attackCount == 0 ? "normal flows" : "attacks")}: ranking quality is only defined where both are there.");
        }

        int[] attackGroups = new int[attackCount], normalGroups = new int[labels.Length - attackCount];
        List<int> normals = [], attacks = [];
        for (int i = keys.Length - 1, n = 0, a = 0; i >= 0; i--)
        {
            if (i == keys.Length - 1 || keys[i] != keys[i + 1])
            {
                normals.Add(0);
                attacks.Add(0);
            }

            (labels[i] ? attacks : normals)[^1]++;
            if (labels[i]) attackGroups[a++] = attacks.Count - 1;
            else normalGroups[n++] = normals.Count - 1;
        }

        return new RankedScores(normalGroups, attackGroups, [.. normals], [.. attacks]);
    }

    /// <summary>The same, from the scores of each side.</summary>
    public static RankedScores Between(ReadOnlySpan<double> normalScores, ReadOnlySpan<double> attackScores)
    {
        var isAttack = new bool[normalScores.Length + attackScores.Length];
        isAttack.AsSpan(normalScores.Length).Fill(true);
        return Of([.. normalScores, .. attackScores], isAttack);
    }

    /// <summary>Draws as many normals and as many attacks with replacement.</summary>
    public RankedScores Resample(SeededRandom random) =>
        new(groupOfNormal, groupOfAttack, Drawn(groupOfNormal, Groups, random), Drawn(groupOfAttack, Groups, random));

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

    private static int[] Drawn(int[] groupOf, int groups, SeededRandom random)
    {
        var counts = new int[groups];
        for (int i = 0; i < groupOf.Length; i++) counts[groupOf[random.Next(groupOf.Length)]]++;
        return counts;
    }
}
