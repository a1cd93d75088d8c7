namespace AnomalyNotebooks;

/// <summary>How much of one category of attacks is found.</summary>
/// <param name="Category">Name of the category.</param>
/// <param name="Count">Number of its flows.</param>
/// <param name="Recall">Share of them that is flagged, 0 to 1. In the row of normals this is the false-positive rate.</param>
public sealed record CategoryRecall(string Category, int Count, double Recall)
{
    /// <summary>What a threshold finds: one row per category that occurs, in the order of <see cref="CategoryColumn.Values"/> (normals
    /// among them).</summary>
    /// <param name="scores">One finite score per flow.</param>
    /// <param name="categories">One category per flow (<see cref="FlowTable.AttackCategory"/> of the same rows).</param>
    /// <param name="threshold">What is flagged.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN or infinite.</exception>
    public static IReadOnlyList<CategoryRecall> AtThreshold(ReadOnlySpan<double> scores, CategoryColumn categories, Threshold threshold) =>
        Above(scores, categories, threshold.Value);

    /// <summary>What can be found while at most a share of the normals among these flows is flagged: to compare detectors by, since nobody
    /// knows that threshold beforehand.</summary>
    /// <param name="scores">One finite score per flow.</param>
    /// <param name="categories">One category per flow, <see cref="FlowSchema.Normal"/> for those that are no attack.</param>
    /// <param name="falsePositiveRate">The share of normals, 0 to 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN or infinite, or there are no normals.</exception>
    public static IReadOnlyList<CategoryRecall> AtRate(ReadOnlySpan<double> scores, CategoryColumn categories, double falsePositiveRate)
    {
        if (!(falsePositiveRate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(falsePositiveRate), falsePositiveRate,
                "A share from 0 to 1 is expected; 1 % is 0.01.");
        int normal = categories.Values.IndexOf(FlowSchema.Normal);
        var normals = new List<double>();
        for (int i = 0; i < Math.Min(scores.Length, categories.Count); i++)
            if (categories.Codes[i] == normal) normals.Add(scores[i]);
        if (normals.Count == 0) throw new ArgumentException("There is no normal flow among these to count false positives on.",
            nameof(categories));
        return Above(scores, categories, RankedScores.CutAt(normals.ToArray(), falsePositiveRate));
    }

    private static CategoryRecall[] Above(ReadOnlySpan<double> scores, CategoryColumn categories, double cut)
    {
        if (scores.Length != categories.Count)
            throw new ArgumentException($"{scores.Length} scores and {categories.Count} categories do not match: one category per score "
                + "is expected.", nameof(categories));
        ScoreArrays.RefuseNonFinite(scores, "scores");
        int[] all = new int[categories.Values.Count], flagged = new int[all.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            all[categories.Codes[i]]++;
            if (scores[i] > cut) flagged[categories.Codes[i]]++;
        }

        return [.. Enumerable.Range(0, all.Length).Where(code => all[code] > 0)
            .Select(code => new CategoryRecall(categories.Values[code], all[code], (double)flagged[code] / all[code]))];
    }
}
