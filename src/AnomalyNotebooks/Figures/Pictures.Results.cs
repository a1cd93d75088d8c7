namespace AnomalyNotebooks;

/// <summary>The same pictures from results as the other rooms give them.</summary>
public static partial class Pictures
{
    /// <summary>How every column correlates with every other.</summary>
    public static Figure CorrelationHeatmap(CorrelationMatrix correlations, string data) =>
        CorrelationHeatmap(Require.Given(correlations).Names, correlations.ToGrid(), data, $"{correlations.Method} correlation");

    /// <summary>The columns of a matrix, chosen for their correlation with its first, with their values.</summary>
    public static Figure AttackCategoryMatrix(CorrelationMatrix correlations, string data) =>
        AttackCategoryMatrix(Require.Given(correlations).Names, correlations.ToGrid(), data, correlations.Names[0]);

    /// <summary>The loss after each epoch of a training.</summary>
    public static Figure Loss(IReadOnlyList<EpochReport> history, string data) => Loss(
        [.. Require.Given(history).Select(epoch => epoch.TrainLoss)],
        [.. history.Select(epoch => epoch.ValidationLoss)],
        data,
        history.Count == 0 ? null : history[^1].BestEpoch);

    /// <summary>The share of each attack category that raises an alarm; the row of normals is left out.</summary>
    public static Figure RecallByCategory(IReadOnlyList<CategoryRecall> table, string data)
    {
        CategoryRecall[] attacks = [.. Require.Given(table).Where(row => row.Category != Normal)];
        return RecallByCategory(
            [.. attacks.Select(row => row.Category)],
            [.. attacks.Select(row => (int)Math.Round(row.Recall * row.Count))],
            [.. attacks.Select(row => row.Count)],
            data);
    }

    /// <summary>The share of each attack category that detectors find; the row of normals is left out.</summary>
    /// <param name="detectors">Per detector its name and its table (<see cref="CategoryRecall.AtRate"/>, so that all may flag as many
    /// normals); all of the same categories.</param>
    /// <param name="data">Which data.</param>
    /// <exception cref="ArgumentException">No detectors, or tables of different categories.</exception>
    public static Figure RecallHeatmap(IReadOnlyList<(string Name, IReadOnlyList<CategoryRecall> Table)> detectors, string data)
    {
        if (Require.Given(detectors).Count == 0)
            throw new ArgumentException("A heat map of detectors has at least one.", nameof(detectors));
        string[] categories = [.. detectors[0].Table.Select(row => row.Category).Where(category => category != Normal)];
        var recall = new double[detectors.Count, categories.Length];
        foreach ((int d, (string name, IReadOnlyList<CategoryRecall> table)) in detectors.Index())
        {
            CategoryRecall[] attacks = [.. table.Where(row => row.Category != Normal)];
            if (!attacks.Select(row => row.Category).SequenceEqual(categories)) throw new ArgumentException(
                $"'{name}' was judged by other categories than '{detectors[0].Name}'.", nameof(detectors));
            for (int c = 0; c < categories.Length; c++) recall[d, c] = attacks[c].Recall;
        }

        return RecallHeatmap([.. detectors.Select(detector => detector.Name)], categories, recall, data);
    }

    /// <summary>How losses are distributed, one row per category, normals first and then by name.</summary>
    /// <param name="losses">One per flow.</param>
    /// <param name="categories">One per flow.</param>
    /// <param name="data">Which data.</param>
    /// <param name="threshold">Where alarms begin.</param>
    public static Figure LossByCategory(IReadOnlyList<double> losses, CategoryColumn categories, string data, double? threshold = null)
    {
        if (Require.Given(losses).Count != Require.Given(categories).Count)
            throw new ArgumentException($"{losses.Count} losses for {categories.Count} categories.",
            nameof(losses));
        var byCategory = new List<double>[categories.Values.Count];
        for (int i = 0; i < losses.Count; i++) (byCategory[categories.Codes[i]] ??= []).Add(losses[i]);
        IEnumerable<Series> densities = categories.Values
            .Select((name, code) => (Name: name, Losses: byCategory[code]))
            .Where(category => category.Losses is not null)
            .OrderBy(category => category.Name == Normal ? 0 : 1).ThenBy(category => category.Name, StringComparer.Ordinal)
            .Select(category => Density(category.Name, category.Losses, points: 128));
        return LossByCategory([.. densities], data, threshold);
    }

    /// <summary>
    /// The density of losses for a logarithmic axis: estimated on their decimal logarithms (<see cref="KernelDensity"/>), so that the
    /// area under the curve is 1 as it is drawn. Losses of 0 have no place on such an axis and are left out.
    /// </summary>
    /// <param name="name">As the legend says it.</param>
    /// <param name="losses">Losses, 0 or more.</param>
    /// <param name="points">Points of the curve.</param>
    public static Series Density(string name, IReadOnlyList<double> losses, int points = 256)
    {
        const double narrowest = 0.005;
        double[] logs = [.. losses.Where(loss => loss > 0).Select(ChartParts.Log10)];
        if (logs.Length == 0) return new Series(name, [], []);
        // One loss alone, or equal ones, have no spread to take a bandwidth from: they are drawn as a narrow peak.
        KernelDensity density = logs.Length == 1 || logs.Min() == logs.Max() ? KernelDensity.Fit([logs[0], logs[^1]], narrowest)
            : KernelDensity.Fit(logs);
        double[] grid = density.Grid(points);
        return new Series(name, [.. grid.Select(ChartParts.PowerOf10)], density.Evaluate(grid));
    }
}
