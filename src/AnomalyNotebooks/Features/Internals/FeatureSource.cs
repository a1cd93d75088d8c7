using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>A column of a flow table as the first link of a chain: numbers as they are, texts as places in the sorted list of the
/// texts that the training rows had (-1 for others).</summary>
internal sealed class FeatureSource(string name, IReadOnlyList<string>? vocabulary)
{
    public FeatureColumn Column { get; } = new(name, [name], vocabulary);

    /// <summary>Looks the column up in the training rows and learns its texts.</summary>
    public static FeatureSource Fit(FlowTable rows, string name) => Fit(rows, name, out _);

    /// <summary>As <see cref="Fit(FlowTable, string)"/>; also counts how often each text occurs, in the order of the vocabulary (null for numbers).</summary>
    public static FeatureSource Fit(FlowTable rows, string name, out int[]? counts)
    {
        counts = null;
        if (LabelColumns.Text(rows, name) is not { } texts) return new FeatureSource(name, null);
        var occurring = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int[] ofCode = CountCodes(texts);
        for (int code = 0; code < ofCode.Length; code++)
            if (ofCode[code] > 0) occurring[texts.Values[code]] = occurring.GetValueOrDefault(texts.Values[code]) + ofCode[code];
        counts = [.. occurring.Values];
        return new FeatureSource(name, [.. occurring.Keys]);
    }

    /// <summary>The column of some table, ready to be read.</summary>
    public Bound Bind(FlowTable rows)
    {
        if (Column.Vocabulary is null) return new Bound(Column.Name, LabelColumns.Number(rows, Column.Name), null, null);
        CategoryColumn texts = LabelColumns.Text(rows, Column.Name)
            ?? throw new AnomalyException($"'{Column.Name}' was a text column when the pipeline was fitted, and is none in these flows.");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Column.Vocabulary.Count; i++) places[Column.Vocabulary[i]] = i;
        double[] placeOfCode = [.. texts.Values.Select(text => (double)places.GetValueOrDefault(text, -1))];
        return new Bound(Column.Name, null, texts.Codes, placeOfCode);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] CountCodes(CategoryColumn texts)
    {
        const int Tables = 4; // side by side: a count that has just changed is not waited for
        var counts = new int[texts.Values.Count * Tables];
        int[] codes = texts.Codes;
        for (int r = 0; r < codes.Length; r++) counts[(codes[r] * Tables) + (r & (Tables - 1))]++;
        return [.. Enumerable.Range(0, texts.Values.Count).Select(code => counts[code * Tables] + counts[(code * Tables) + 1] + counts[(code * Tables) + 2] + counts[(code * Tables) + 3])];
    }

    /// <summary>A source bound to a table.</summary>
    internal sealed class Bound(string name, double[]? numbers, int[]? codes, double[]? placeOfCode)
    {
        /// <summary>Copies rows from <paramref name="first"/> on, checking that every number is finite.</summary>
        public void Read(int first, Span<double> values)
        {
            if (numbers is null)
            {
                for (int r = 0; r < values.Length; r++) values[r] = placeOfCode![codes![first + r]];
                return;
            }

            ReadOnlySpan<double> stretch = numbers.AsSpan(first, values.Length);
            Check(stretch, first);
            stretch.CopyTo(values);
        }

        /// <summary>The table's own numbers from <paramref name="first"/> on, unchecked.</summary>
        public ReadOnlySpan<double> Numbers(int first, int count) => numbers.AsSpan(first, count);

        /// <summary>As <see cref="Numbers"/>, as many as there are.</summary>
        public ReadOnlySpan<double> After(int first, int count) => numbers.AsSpan(first, Math.Min(count, numbers!.Length - first));

        /// <summary>For a text column, the code of each row; null for numbers.</summary>
        public int[]? Codes => codes;

        /// <summary>For a text column, the place in the vocabulary that each code of the table stands for.</summary>
        public ReadOnlySpan<double> PlaceOfCode => placeOfCode;

        /// <summary>The whole column, checked as by <see cref="Read"/>; it may be the table's own and must not be changed.</summary>
        public double[] View(int rows)
        {
            if (numbers is not null) Check(numbers, 0);
            return ViewUnchecked(rows);
        }

        /// <summary>As <see cref="View"/>, for who finds out by himself that a number is not finite.</summary>
        public double[] ViewUnchecked(int rows)
        {
            if (numbers is not null) return numbers;

            var values = new double[rows];
            Read(0, values);
            return values;
        }

        private void Check(ReadOnlySpan<double> values, int firstRow)
        {
            if (VectorMath.AreFinite(values)) return;
            for (int r = 0; r < values.Length; r++)
                if (!double.IsFinite(values[r])) throw NotFinite(firstRow + r, values[r]);
        }

        private AnomalyException NotFinite(int row, double value) => new(
            $"Row {row} has {(double.IsNaN(value) ? "NaN" : "infinity")} as '{name}'. Features must be finite: remove the row, or put a number there.");
    }
}
