using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// One 0/1 column for each value that occurs at least <see cref="MinimumCount"/> times among the training rows, in ascending
/// order, as scikit-learn's OneHotEncoder with <c>min_frequency</c>; then one column for rarer values, if there are any, and one
/// for values never seen. Takes texts and discrete numbers. Columns are named <c>proto=tcp</c>, <c>proto=(rare)</c>, <c>proto=(unknown)</c>.
/// </summary>
public sealed record OneHotStep : FeatureStep
{
    internal const string Name = "one-hot";

    /// <summary>Values seen fewer times than this in training share the column of rare values; 1 gives each its own.</summary>
    public int MinimumCount { get; init; } = 10;

    /// <summary>What becomes of values never seen in training.</summary>
    public UnknownValues Unknown { get; init; } = UnknownValues.OwnColumn;

    /// <summary>More distinct values than this in one column are refused: such a column is not discrete.</summary>
    public int MaximumValues { get; init; } = 1000;

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (MinimumCount < 1) throw new AnomalyException($"OneHotStep.MinimumCount is {MinimumCount}; it must be at least 1.");
        var encodings = new Encoding[columns.Count];
        for (int c = 0; c < encodings.Length; c++)
        {
            (double[] values, int[] counts) = ValueIndex.Counts(input[c]);
            encodings[c] = Encode(values, counts, columns[c]);
        }

        return new Fitted(this, columns, encodings);
    }

    internal override FittedFeatureStep? FitCounted(double[] values, int[] counts, FeatureColumn column)
    {
        if (MinimumCount < 1) return null; // refused with the rows
        (double Key, int Count)[] occurring = [.. values.Zip(counts).GroupBy(entry => entry.First, entry => entry.Second).Select(group => (group.Key, group.Sum())).OrderBy(entry => entry.Key)];
        return new Fitted(this, [column], [Encode([.. occurring.Select(entry => entry.Key)], [.. occurring.Select(entry => entry.Count)], column)]);
    }

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        var settings = new OneHotStep
        {
            MinimumCount = json.Whole("minimumCount"),
            MaximumValues = json.Whole("maximumValues"),
            Unknown = json.Choice<UnknownValues>("unknown"),
        };
        double[][] common = json.ListOfNumbers("common", columns.Count), rare = json.ListOfNumbers("rare", columns.Count);
        return new Fitted(settings, columns, [.. common.Select((values, c) => new Encoding(new ValueIndex(values), new ValueIndex(rare[c]), settings.Unknown))]);
    }

    private Encoding Encode(double[] values, int[] counts, FeatureColumn column)
    {
        double[] common = [.. values.Where((_, i) => counts[i] >= MinimumCount)];
        double[] rare = [.. values.Where((_, i) => counts[i] < MinimumCount)];
        if (common.Length > MaximumValues)
            throw new AnomalyException($"'{column.Name}' has {common.Length} values that occur {MinimumCount} times or more, and one-hot encoding makes a column of each; OneHotStep.MaximumValues is {MaximumValues}. Treat the column as a number, or raise MinimumCount.");
        return new Encoding(new ValueIndex(common), new ValueIndex(rare), Unknown);
    }

    // Columns of one input: common values, then rare ones if any, then unknown ones if asked.
    private sealed class Encoding(ValueIndex common, ValueIndex rare, UnknownValues unknown)
    {
        // Most values are small whole numbers: of those up to the width of a byte a list says it at once.
        private const int WholeLimit = 256;
        private int[]? ofWhole;

        private readonly int rareColumn = rare.Count > 0 ? common.Count : -1;
        private readonly int unknownColumn = unknown switch
        {
            UnknownValues.OwnColumn => common.Count + (rare.Count > 0 ? 1 : 0),
            UnknownValues.RareColumn when rare.Count > 0 => common.Count,
            _ => -1,
        };

        public ValueIndex Common => common;

        public ValueIndex Rare => rare;

        public int Width => common.Count + (rare.Count > 0 ? 1 : 0) + (unknown == UnknownValues.OwnColumn ? 1 : 0);

        public IEnumerable<FeatureColumn> Outputs(FeatureColumn column)
        {
            foreach (double value in common.Values) yield return column.Renamed($"{column.Name}={column.Text(value)}");
            if (rare.Count > 0) yield return column.Renamed($"{column.Name}=(rare)");
            if (unknown == UnknownValues.OwnColumn) yield return column.Renamed($"{column.Name}=(unknown)");
        }

        // The column that is 1 for this value; -1 for none.
        public int Column(double value)
        {
            int place = common.Find(value);
            if (place >= 0) return place;
            return rare.Find(value) >= 0 ? rareColumn : unknownColumn;
        }

        // The same of many values.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Columns(ReadOnlySpan<double> values, Span<int> columns)
        {
            int[] known = ofWhole ??= [.. Enumerable.Range(0, WholeLimit).Select(whole => Column(whole))];
            if (WholeNumbers.TryConvert(values, known.Length, columns))
                foreach (ref int column in columns[..values.Length]) column = known[column];
            else
                for (int r = 0; r < values.Length; r++) columns[r] = Column(values[r]);
        }
    }

    private sealed class Fitted(OneHotStep settings, IReadOnlyList<FeatureColumn> columns, Encoding[] encodings)
        : FittedIndicatorStep(settings, [.. columns.SelectMany((column, c) => encodings[c].Outputs(column))])
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            int first = 0;
            for (int c = 0; c < encodings.Length; c++)
            {
                Span<double> from = input[c];
                for (int k = 0; k < encodings[c].Width; k++) output[first + k].Clear();
                for (int r = 0; r < from.Length; r++)
                {
                    int column = encodings[c].Column(from[r]);
                    if (column >= 0) output.Columns[first + column][r] = 1;
                }

                first += encodings[c].Width;
            }
        }

        public override void Places(ReadOnlySpan<double> values, Span<int> places) => encodings[0].Columns(values, places);

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteNumber("minimumCount", settings.MinimumCount);
            json.WriteNumber("maximumValues", settings.MaximumValues);
            json.WriteString("unknown", settings.Unknown.ToString());
            json.WriteListOfNumbers("common", encodings.Select(encoding => encoding.Common.Values));
            json.WriteListOfNumbers("rare", encodings.Select(encoding => encoding.Rare.Values));
        }
    }
}
