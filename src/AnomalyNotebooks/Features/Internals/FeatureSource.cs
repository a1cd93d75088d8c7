using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>A column of a flow table as the first link of a chain: numbers as they are, texts as places in the sorted list of the
/// texts that the training rows had (-1 for others).</summary>
internal sealed class FeatureSource(string name, IReadOnlyList<string>? vocabulary)
{
    public FeatureColumn Column { get; } = new(name, [name], vocabulary);

    /// <summary>Looks the column up in the training rows and learns its texts.</summary>
    public static FeatureSource Fit(FlowTable rows, string name)
    {
        if (LabelColumns.Text(rows, name) is not { } texts) return new FeatureSource(name, null);
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        var used = new bool[texts.Values.Count];
        foreach (int code in texts.Codes) used[code] = true;
        for (int code = 0; code < used.Length; code++)
            if (used[code]) seen.Add(texts.Values[code]);
        return new FeatureSource(name, [.. seen]);
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

        // v - v is 0 for every finite v and NaN for all else, and one NaN makes the sum one: no branch until the end.
        private void Check(ReadOnlySpan<double> values, int firstRow)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            int r = 0;
            for (; r <= values.Length - Vector512<double>.Count; r += Vector512<double>.Count)
            {
                Vector512<double> stretch = Vector512.Create(values.Slice(r, Vector512<double>.Count));
                sums += stretch - stretch;
            }

            double sum = Vector512.Sum(sums);
            for (; r < values.Length; r++) sum += values[r] - values[r];
            if (sum == 0) return;
            for (r = 0; r < values.Length; r++)
                if (!double.IsFinite(values[r])) throw NotFinite(firstRow + r, values[r]);
        }

        private AnomalyException NotFinite(int row, double value) => new(
            $"Row {row} has {(double.IsNaN(value) ? "NaN" : "infinity")} as '{name}'. Features must be finite: remove the row, or put a number there.");
    }
}
