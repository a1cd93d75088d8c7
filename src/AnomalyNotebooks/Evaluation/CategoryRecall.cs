namespace AnomalyNotebooks;

/// <summary>How well one category of attacks is found.</summary>
/// <param name="Category">Name of the category.</param>
/// <param name="Count">Number of its flows.</param>
/// <param name="Recall">Share of them that is flagged at the threshold. In the row of normals this is the false-positive rate.</param>
/// <param name="Auroc">Probability that one of them scores higher than a normal flow; 0.5 in the row of normals, NaN if there are no normals.</param>
/// <param name="TprAt1Percent">Recall at the threshold that flags 1 % of the normals; NaN if there are no normals.</param>
public sealed record CategoryRecall(string Category, int Count, double Recall, double Auroc, double TprAt1Percent)
{
    /// <summary>One row per category that occurs, in the order of <see cref="CategoryColumn.Values"/> (normals among them).</summary>
    /// <param name="scores">One finite score per flow.</param>
    /// <param name="categories">One category per flow (<see cref="FlowTable.AttackCategory"/> of the same rows).</param>
    /// <param name="threshold">What is flagged.</param>
    /// <param name="normal">Name of the category that is no attack.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN or infinite.</exception>
    public static IReadOnlyList<CategoryRecall> Table(ReadOnlySpan<double> scores, CategoryColumn categories, Threshold threshold, string normal = "Normal")
    {
        if (scores.Length != categories.Count)
            throw new ArgumentException($"{scores.Length} scores and {categories.Count} categories do not match: one category per score is expected.", nameof(categories));
        ScoreArrays.RefuseNonFinite(scores, "scores");

        var byCategory = new List<double>[categories.Values.Count];
        for (int i = 0; i < scores.Length; i++) (byCategory[categories.Codes[i]] ??= []).Add(scores[i]);
        int normalCode = categories.Values.ToList().IndexOf(normal);
        double[] normals = normalCode < 0 ? [] : byCategory[normalCode]?.ToArray() ?? [];

        var table = new List<CategoryRecall>();
        for (int code = 0; code < byCategory.Length; code++)
        {
            if (byCategory[code] is not { } own) continue;
            int flagged = own.Count(threshold.IsAnomaly);
            RankedScores? ranked = normals.Length == 0 ? null : RankedScores.Between(normals, own.ToArray());
            table.Add(new CategoryRecall(categories.Values[code], own.Count, (double)flagged / own.Count, ranked?.Auroc() ?? double.NaN, ranked?.TprAt(0.01) ?? double.NaN));
        }

        return table;
    }
}
