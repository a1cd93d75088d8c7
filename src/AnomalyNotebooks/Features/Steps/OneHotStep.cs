using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>What a one-hot encoding makes of a value that never occurred in training.</summary>
internal enum UnknownValues
{
    /// <summary>A column of its own, always 0 in training.</summary>
    OwnColumn,

    /// <summary>The column of rare values, where training had any; otherwise all columns are 0 (scikit-learn's
    /// <c>infrequent_if_exist</c>).</summary>
    RareColumn,

    /// <summary>All columns are 0 (scikit-learn's <c>ignore</c>).</summary>
    AllZero,
}

/// <summary>
/// One 0/1 column for each value that occurs at least <see cref="MinimumCount"/> times among the training rows, in ascending
/// order, as scikit-learn's OneHotEncoder with <c>min_frequency</c>; then one column for rarer values, if there are any, and one
/// for values never seen. Takes texts and discrete numbers. Columns are named <c>proto=tcp</c>, <c>proto=(rare)</c>,
/// <c>proto=(unknown)</c>; a missing (empty) text is a value like others, <c>proto=(missing)</c>.
/// </summary>
internal sealed record OneHotStep : FeatureStep
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

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (MinimumCount < 1) throw new AnomalyException($"OneHotStep.MinimumCount is {MinimumCount}; it must be at least 1.");
        return new Fitted(this, columns, [.. columns.Select((column, c) => Encode(input[c], column))]);
    }

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        var settings = new OneHotStep
        {
            MinimumCount = json.Whole("minimumCount"),
            MaximumValues = json.Whole("maximumValues"),
            Unknown = json.Choice<UnknownValues>("unknown"),
        };
        double[][] common = json.ListOfNumbers("common", columns.Count), rare = json.ListOfNumbers("rare", columns.Count);
        return new Fitted(settings, columns, [.. common.Select((values, c) => new Encoding(values, rare[c], settings.Unknown))]);
    }

    private Encoding Encode(ReadOnlySpan<double> column, FeatureColumn known)
    {
        (double[] values, int[] counts) = ValueIndex.Counts(column);
        double[] common = [.. values.Where((_, i) => counts[i] >= MinimumCount)];
        if (common.Length > MaximumValues)
            throw new AnomalyException(
                $"'{known.Name}' has {common.Length} values that occur {MinimumCount} times or more, and one-hot encoding makes a column "
                + $"of each; OneHotStep.MaximumValues is {MaximumValues}. Treat the column as a number, or raise MinimumCount.");
        return new Encoding(common, [.. values.Where((_, i) => counts[i] < MinimumCount)], Unknown);
    }

    // The columns of one input: common values, then rare ones if any, then unknown ones if asked.
    private sealed class Encoding
    {
        private readonly int rareColumn = -1, unknownColumn = -1;

        public Encoding(double[] common, double[] rare, UnknownValues unknown)
        {
            (Common, Rare, Width) = (new ValueIndex(common), new ValueIndex(rare), common.Length);
            if (rare.Length > 0) rareColumn = Width++;
            if (unknown == UnknownValues.RareColumn) unknownColumn = rareColumn;
            if (unknown == UnknownValues.OwnColumn) unknownColumn = Width++;
        }

        public ValueIndex Common { get; }

        public ValueIndex Rare { get; }

        public int Width { get; }

        public IEnumerable<FeatureColumn> Outputs(FeatureColumn column)
        {
            foreach (double value in Common.Values) yield return column.Renamed($"{column.Name}={column.Text(value)}");
            if (rareColumn >= 0) yield return column.Renamed($"{column.Name}=(rare)");
            if (unknownColumn > rareColumn) yield return column.Renamed($"{column.Name}=(unknown)");
        }

        // The column that is 1 for this value; -1 for none.
        public int Column(double value)
        {
            int place = Common.Find(value);
            if (place >= 0) return place;
            return Rare.Find(value) >= 0 ? rareColumn : unknownColumn;
        }
    }

    private sealed class Fitted(OneHotStep settings, IReadOnlyList<FeatureColumn> columns, Encoding[] encodings)
        : FittedStep(settings, [.. columns.SelectMany((column, c) => encodings[c].Outputs(column))])
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < Outputs.Count; c++) output[c].Clear();
            for (int c = 0, first = 0; c < encodings.Length; first += encodings[c++].Width)
            {
                Span<double> from = input[c];
                for (int r = 0; r < from.Length; r++)
                    if (encodings[c].Column(from[r]) is >= 0 and int column) output.Columns[first + column][r] = 1;
            }
        }

        // As Transform, but writes each row's few ones straight to their place.
        public override void Write(ColumnBlock input, ColumnBlock output, Span<float> target, int stride, int firstRow)
        {
            for (int r = 0; r < input.Rows; r++) target.Slice(r * stride, Outputs.Count).Clear();
            for (int c = 0, first = 0; c < encodings.Length; first += encodings[c++].Width)
            {
                Span<double> from = input[c];
                for (int r = 0; r < from.Length; r++)
                    if (encodings[c].Column(from[r]) is >= 0 and int column) target[(r * stride) + first + column] = 1;
            }
        }

        public override void WriteJson(Utf8JsonWriter json)
        {
            json.WriteNumber("minimumCount", settings.MinimumCount);
            json.WriteNumber("maximumValues", settings.MaximumValues);
            json.WriteString("unknown", settings.Unknown.ToString());
            json.WriteListOfNumbers("common", encodings.Select(encoding => encoding.Common.Values));
            json.WriteListOfNumbers("rare", encodings.Select(encoding => encoding.Rare.Values));
        }
    }
}
