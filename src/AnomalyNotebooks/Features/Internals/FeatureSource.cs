namespace AnomalyNotebooks;

/// <summary>A column of a flow table as the first link of a chain: numbers as they are, texts as places in the sorted list of the
/// texts that the training rows had (-1 for others).</summary>
/// <param name="name">The column; a label where the recipe says so.</param>
/// <param name="vocabulary">The texts; null for numbers.</param>
/// <param name="fill">What stands in for a missing number (NaN): the training median, 0 where training rows had none at all; null where
/// the flows know no missing numbers, or the pipeline refuses them.</param>
/// <param name="wasMissing">Whether training rows lacked it.</param>
internal sealed class FeatureSource(string name, IReadOnlyList<string>? vocabulary, double? fill = null, bool wasMissing = false)
{
    private const int MostSorted = 100_000; // for the median of a column that no row lacks, evenly spaced rows are enough

    public FeatureColumn Column { get; } = new(name, [name], vocabulary);

    public double? Fill => fill;

    public bool WasMissing => wasMissing;

    /// <summary>Looks the column up in the training rows; learns its texts, and what to put in place of missing numbers.</summary>
    /// <returns>The source, and where the table's own numbers are what it reads, these, not to be changed; otherwise null, and
    /// <see cref="Read"/> makes them.</returns>
    public static (FeatureSource Source, double[]? Own) Fit(FlowTable rows, string name, bool fillsMissing)
    {
        if (Text(rows, name) is { } texts)
        {
            var occurring = new bool[texts.Values.Count];
            foreach (int code in texts.Codes) occurring[code] = true;
            string[] values = [.. texts.Values.Where((_, code) => occurring[code]).Distinct(StringComparer.Ordinal)];
            Array.Sort(values, StringComparer.Ordinal);
            return (new FeatureSource(name, values), null);
        }

        double[] numbers = Number(rows, name);
        if (VectorMath.AreFinite(numbers)) return (new FeatureSource(name, null, MayLack() ? Median(numbers) : null), numbers);
        bool lacks = fillsMissing && Array.Exists(numbers, double.IsNaN);
        return (new FeatureSource(name, null, lacks ? Median([.. numbers.Where(value => !double.IsNaN(value))]) : null, lacks), null);

        bool MayLack() => fillsMissing && rows.Schema.Layout.Missing.Count > 0 && name != rows.Schema.Labels.Flag;
    }

    /// <summary>Reads the column of all rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="into">Room for as many numbers; it may be longer.</param>
    /// <returns><paramref name="into"/>.</returns>
    /// <exception cref="AnomalyException">A number is infinite, or missing where that is refused (row named).</exception>
    public double[] Read(FlowTable rows, double[] into)
    {
        Bind(rows).Read(0, into.AsSpan(0, rows.Count));
        return into;
    }

    /// <summary>The column of some table, ready to be read.</summary>
    /// <exception cref="AnomalyException">A column is not there, or no longer of the kind it was fitted on.</exception>
    public Bound Bind(FlowTable rows)
    {
        if (Column.Vocabulary is null) return new Bound(name, Number(rows, name), null, [], fill);
        CategoryColumn texts = Text(rows, name)
            ?? throw new AnomalyException($"'{name}' was a text column when the pipeline was fitted, and is none in these flows.");
        var places = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < Column.Vocabulary.Count; i++) places[Column.Vocabulary[i]] = i;
        return new Bound(name, null, texts.Codes, [.. texts.Values.Select(text => places.GetValueOrDefault(text, -1))], fill);
    }

    private static double Median(double[] numbers)
    {
        if (numbers.Length == 0) return 0;
        int step = ((numbers.Length - 1) / MostSorted) + 1;
        double[] sorted = [.. Enumerable.Range(0, ((numbers.Length - 1) / step) + 1).Select(i => numbers[i * step])];
        Array.Sort(sorted);
        return SortedValues.Quantile(sorted, 0.5);
    }

    /// <summary>The column's numbers, a flag among the labels as 0 and 1.</summary>
    public static double[] Number(FlowTable rows, string name) => name == rows.Schema.Labels.Flag
        ? [.. rows.IsAttack.Select(attack => attack ? 1.0 : 0.0)]
        : rows.Number(name);

    // A text column of the table, the attack category included; null where the name is none.
    private static CategoryColumn? Text(FlowTable rows, string name)
    {
        if (name == rows.Schema.Labels.Category) return rows.AttackCategory;
        return rows.HasCategory(name) ? rows.Category(name) : null;
    }

    /// <summary>A source bound to a table.</summary>
    internal sealed class Bound(string name, double[]? numbers, int[]? codes, double[] placeOfCode, double? fill)
    {
        /// <summary>Copies rows from <paramref name="first"/> on, missing numbers filled.</summary>
        /// <exception cref="AnomalyException">A number is not finite; the row is named.</exception>
        public void Read(int first, Span<double> values)
        {
            if (numbers is null)
            {
                for (int r = 0; r < values.Length; r++) values[r] = placeOfCode[codes![first + r]];
                return;
            }

            numbers.AsSpan(first, values.Length).CopyTo(values);
            if (VectorMath.AreFinite(values)) return;
            for (int r = 0; r < values.Length; r++)
            {
                if (double.IsNaN(values[r]) && fill is { } median) values[r] = median;
                else if (!double.IsFinite(values[r])) throw NotFinite(first + r, values[r]);
            }
        }

        private AnomalyException NotFinite(int row, double value) => new(double.IsNaN(value)
            ? $"Row {row} has NaN as '{name}', a missing number, and its schema names no mark of missing values, or the pipeline refuses "
                + "them. Put a number there, remove the row, or add a mark to the schema's \"missing\"."
            : $"Row {row} has infinity as '{name}'. Features must be finite: remove the row, or put a number there.");
    }
}
