namespace AnomalyNotebooks;

/// <summary>
/// How strongly columns go together, each with each: coefficients from -1 to 1. Texts count as their place in the sorted list of
/// those that occur, as the reference project has them; such a place is arbitrary, and so is its correlation.
/// </summary>
public sealed class CorrelationMatrix
{
    private readonly double[] values; // columns x columns, row-major

    private CorrelationMatrix(string method, IReadOnlyList<string> names, double[] values)
    {
        Method = method;
        Names = names;
        this.values = values;
    }

    /// <summary><c>Pearson</c> or <c>Spearman</c>.</summary>
    public string Method { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The coefficient of two columns; NaN where one of them is constant.</summary>
    public double this[int row, int column] => values[(row * Names.Count) + column];

    /// <summary>The coefficient of two columns by their names.</summary>
    /// <exception cref="AnomalyException">No such column in this matrix.</exception>
    public double this[string row, string column] => this[IndexOf(row), IndexOf(column)];

    /// <summary>Pearson's coefficient: how close two columns come to a straight line.</summary>
    /// <param name="flows">At least two rows.</param>
    /// <param name="columns">Columns, all features if null.</param>
    /// <param name="targets">Labels to correlate with, which are no features: a category counts as 0, 1, 2... in alphabetical
    /// order.</param>
    /// <exception cref="AnomalyException">Fewer than two rows, a NaN or infinity (row and column named), a column that is not there,
    /// or a label among <paramref name="columns"/>.</exception>
    public static CorrelationMatrix Pearson(FlowTable flows, IReadOnlyList<string>? columns = null, IReadOnlyList<string>? targets = null)
    {
        (string[] names, double[][] values) = Columns(flows, columns, targets);
        return new CorrelationMatrix("Pearson", names, CorrelationKernel.Pearson(values));
    }

    /// <summary>Spearman's coefficient: Pearson's of the ranks (equal values share their mean rank), so how close two columns come to
    /// rising together, on whatever curve.</summary>
    /// <inheritdoc cref="Pearson"/>
    public static CorrelationMatrix Spearman(FlowTable flows, IReadOnlyList<string>? columns = null, IReadOnlyList<string>? targets = null)
    {
        (string[] names, double[][] values) = Columns(flows, columns, targets);
        ParallelWork.For(names.Length, c => values[c] = Ranks.Mean(values[c]));
        return new CorrelationMatrix("Spearman", names, CorrelationKernel.Pearson(values));
    }

    /// <summary>Pearson's coefficient of two text columns under random numberings of both: what a correlation of numbered categories is
    /// worth. Sorting them by name, as label encoding does, is one order among many, and the coefficient is an accident of it.</summary>
    /// <param name="first">One column.</param>
    /// <param name="second">Another, of the same length.</param>
    /// <param name="times">How many numberings to try.</param>
    /// <param name="seed">Fixes the numberings.</param>
    /// <returns>One coefficient from -1 to 1 per numbering, NaN where a column is constant.</returns>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static double[] RandomNumberings(CategoryColumn first, CategoryColumn second, int times, ulong seed)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} and {second.Count} flows cannot be paired.", nameof(second));
        var random = new SeededRandom(seed);
        double[] Numbered(CategoryColumn column)
        {
            int[] numbers = random.Permutation(column.Values.Count);
            return [.. column.Codes.Select(code => (double)numbers[code])];
        }

        return [.. Enumerable.Range(0, times).Select(_ => CorrelationKernel.Pearson([Numbered(first), Numbered(second)])[1])];
    }

    /// <summary>The columns with the largest coefficients to <paramref name="target"/>, falling, the target itself first, as pandas'
    /// <c>nlargest</c>; equal ones in column order, constant columns never.</summary>
    /// <param name="target">A column of this matrix.</param>
    /// <param name="count">How many, the target included.</param>
    /// <param name="absolute">Whether a strongly negative coefficient counts as much as a positive one.</param>
    public IReadOnlyList<string> MostCorrelatedWith(string target, int count, bool absolute = false)
    {
        int row = IndexOf(target);
        double Strength(int column) => absolute ? Math.Abs(this[row, column]) : this[row, column];
        return [.. Enumerable.Range(0, Names.Count)
            .Where(column => !double.IsNaN(this[row, column]))
            .OrderByDescending(column => column == row ? double.PositiveInfinity : Strength(column)) // a stable sort
            .Take(count)
            .Select(column => Names[column])];
    }

    /// <summary>The columns to leave out so that no two remain whose coefficient is above <paramref name="limit"/> in size: of each such
    /// pair the later one, unless the earlier one has gone already.</summary>
    /// <returns>Which columns go, in order, each with the earlier column that stands for it and their coefficient.</returns>
    public IReadOnlyList<(string Name, string BecauseOf, double Correlation)> DropAbove(double limit)
    {
        var dropped = new List<(string Name, string BecauseOf, double Correlation)>();
        var kept = new List<int>();
        for (int column = 0; column < Names.Count; column++)
        {
            int twin = kept.FindIndex(earlier => Math.Abs(this[earlier, column]) > limit);
            if (twin < 0) kept.Add(column);
            else dropped.Add((Names[column], Names[kept[twin]], this[kept[twin], column]));
        }

        return dropped;
    }

    /// <summary>The matrix of some of its columns, in the order named: what an annotated heatmap shows.</summary>
    /// <exception cref="AnomalyException">No such column in this matrix.</exception>
    public CorrelationMatrix Take(IReadOnlyList<string> names)
    {
        int[] places = [.. names.Select(IndexOf)];
        return new CorrelationMatrix(Method, [.. names], [.. places.SelectMany(row => places.Select(column => this[row, column]))]);
    }

    /// <summary>All coefficients, columns by columns, as the heatmaps take them.</summary>
    public double[,] ToGrid()
    {
        var grid = new double[Names.Count, Names.Count];
        for (int row = 0; row < Names.Count; row++)
            for (int column = 0; column < Names.Count; column++) grid[row, column] = this[row, column];
        return grid;
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < Names.Count; i++)
            if (Names[i] == name) return i;
        throw new AnomalyException($"'{name}' is not among the columns of this correlation matrix: {string.Join(", ", Names)}.");
    }

    private static (string[] Names, double[][] Values) Columns(FlowTable flows, IReadOnlyList<string>? columns,
        IReadOnlyList<string>? targets)
    {
        Require.Given(flows);
        if (flows.Count < 2) throw new AnomalyException($"A correlation needs at least two flows, and there is {flows.Count}.");
        columns ??= flows.Schema.FeatureNames;
        targets ??= [];
        IReadOnlyList<string> labels = flows.Schema.LabelColumns;
        string? label = columns.FirstOrDefault(labels.Contains);
        if (label is not null) throw new AnomalyException($"'{label}' is a label, not a feature: name it under targets.");
        string? stranger = targets.FirstOrDefault(target => !labels.Contains(target));
        if (stranger is not null)
            throw new AnomalyException($"'{stranger}' is no label: name it under columns. The labels are {string.Join(", ", labels)}.");
        string[] names = [.. columns, .. targets];
        var read = new double[names.Length][];
        ParallelWork.For(names.Length, c =>
        {
            (FeatureSource source, double[]? own) = FeatureSource.Fit(flows, names[c], fillsMissing: false);
            read[c] = own ?? source.Read(flows, new double[flows.Count]);
        });
        return (names, read);
    }
}
