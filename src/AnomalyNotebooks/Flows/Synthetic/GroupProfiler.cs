namespace AnomalyNotebooks;

/// <summary>Summarises a group of flows so that others like them can be drawn, and none of them can be found in the summary.</summary>
internal static class GroupProfiler
{
    /// <summary>Combinations of packets and bytes that fewer flows share are not named.</summary>
    public const int FewestFlowsOfShape = 10;

    // Weakly determined correlations are noise: those below so many standard errors are taken as none.
    private const double LeastStandardErrors = 2.5;

    /// <summary>Summarises flows, given by their latents.</summary>
    /// <param name="category">Their attack category.</param>
    /// <param name="latents">One array of <see cref="FlowLatents.Count"/> numbers per flow.</param>
    /// <param name="protocols">Their protocols.</param>
    /// <param name="contexts">Their contexts.</param>
    /// <param name="limits">The fastest of them.</param>
    /// <param name="withShapes">Whether all of them have a common shape.</param>
    public static ProfileGroup Summarise(
        string category, IReadOnlyList<double[]> latents, int[] protocols, FlowContext[] contexts, FlowLimits limits, bool withShapes)
    {
        double[][] columns = [.. Enumerable.Range(0, FlowLatents.Count).Select(i => Column(latents, i))];
        (double[], int)[] shapes = withShapes
            ? [.. latents.GroupBy(ShapeKey).Select(group => (group.First()[..FlowLatents.ShapeCount], group.Count()))]
            : [];
        var rounded = new FlowLimits(Rounding.Significant(limits.SourceLoad, 2), Rounding.Significant(limits.DestinationLoad, 2),
            Rounding.Significant(limits.Rate, 2));
        int first = withShapes ? FlowLatents.ShapeCount : 0;
        var group = new ProfileGroup(category, latents.Count, Repeats(latents, protocols, contexts), Counts(protocols), Counts(contexts),
            rounded, shapes,
            [.. columns[first..].Select(Marginal.Of)], []);
        return group with { Correlations = Correlations([.. group.Varying.Select(i => columns[i])]) };
    }

    /// <summary>A text that is equal for flows of equal shape.</summary>
    public static string ShapeKey(double[] latents) => Key(latents.Take(FlowLatents.ShapeCount));

    private static string Key(IEnumerable<double> latents) =>
        string.Join(' ', latents.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));

    private static int Repeats(IReadOnlyList<double[]> latents, int[] protocols, FlowContext[] contexts) =>
        latents.Count - latents.Select((flow, i) => (protocols[i], contexts[i], Key(flow))).Distinct().Count();

    private static (T, int)[] Counts<T>(T[] items) =>
        [.. items.GroupBy(item => item).Select(group => (group.Key, group.Count())).OrderByDescending(count => count.Item2)];

    // The values of one latent; the median where it means nothing for a flow.
    private static double[] Column(IReadOnlyList<double[]> latents, int index)
    {
        double[] column = [.. latents.Select(flow => flow[index])];
        double[] known = [.. column.Where(value => !double.IsNaN(value)).Order()];
        double median = known.Length > 0 ? known[known.Length / 2] : 0;
        return Array.ConvertAll(column, value => double.IsNaN(value) ? median : value);
    }

    private static double[] Correlations(double[][] columns)
    {
        double[][] scores = Array.ConvertAll(columns, NormalScores);
        double[] deviations = Array.ConvertAll(scores, score => Math.Sqrt(Dot(score, score) / score.Length));
        var triangle = new List<double>();
        for (int i = 0; i < scores.Length; i++)
            for (int j = 0; j < i; j++)
                triangle.Add(Correlation(scores[i], scores[j], deviations[i], deviations[j]));
        return [.. triangle];
    }

    // Ties weaken the correlation of the scores (their deviation is below 1): what the untied normals behind them have is stronger.
    private static double Correlation(double[] a, double[] b, double deviationA, double deviationB)
    {
        double product = deviationA * deviationB;
        if (product == 0) return 0;
        double correlation = Dot(a, b) / a.Length / product;
        if (Math.Abs(correlation) * Math.Sqrt(a.Length) < LeastStandardErrors) return 0;
        return Math.Round(Math.Clamp(correlation / Math.Max(product, 0.3), -0.99, 0.99), 2);
    }

    // The normal quantile of each value's rank, ties at the middle of their ranks (van der Waerden's scores).
    private static double[] NormalScores(double[] values)
    {
        var order = new int[values.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort((double[])values.Clone(), order);
        var scores = new double[values.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]]) end++;
            double score = PortableMath.InverseNormalCdf((start + end) / 2.0 / order.Length);
            for (int i = start; i < end; i++) scores[order[i]] = score;
        }

        return scores;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
