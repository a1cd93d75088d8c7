using System.Globalization;
using Microsoft.Data.Analysis;

namespace AnomalyNotebooks;

/// <summary>
/// Flows and feature matrices to <see cref="DataFrame"/>s of Microsoft.Data.Analysis and back, with names, order and types:
/// whole numbers stay whole (<see cref="long"/>), a value that is missing in one is missing in the other.
/// </summary>
public static class DataFrameBridge
{
    private const int ShownRows = 20;

    /// <summary>Called by the script that a notebook imports: .NET Interactive then shows a frame as a table of ours.</summary>
    public static void Attach() => NotebookHost.ShowAs(typeof(DataFrame), frame => ((DataFrame)frame).ToHtmlTable().ToHtml());

    /// <summary>The first rows of the frame as a table that shows itself in every host.</summary>
    public static HtmlTable ToHtmlTable(this DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int rows = Rows(frame), shown = Math.Min(rows, ShownRows);
        HtmlTable table = HtmlTable.FromRows(
            [.. frame.Columns.Select(column => column.Name)], Enumerable.Range(0, shown).Select(row =>
                frame.Columns.Select(column => column[row]).ToArray()));
        return rows <= shown ? table : table.WithNote(string.Create(CultureInfo.InvariantCulture, $"The first {shown} of {rows:N0} rows."));
    }

    /// <summary>
    /// The flows with the columns of their schema in its order, then its labels (of UNSW-NB15: <c>attack_cat</c> and <c>label</c>).
    /// Texts are string columns, counts and flags <see cref="long"/>, measured numbers <see cref="double"/>.
    /// </summary>
    public static DataFrame ToDataFrame(this FlowTable flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var frame = new DataFrame();
        foreach (FlowColumn column in flows.Schema.Columns) frame.Columns.Add(ToColumn(flows, column));
        if (flows.Schema.Labels.Category is { } category) frame.Columns.Add(TextColumn(category, flows.AttackCategory));
        if (flows.Schema.Labels.Flag is { } flag)
            frame.Columns.Add(new Int64DataFrameColumn(flag, flows.IsAttack.Select(attack => attack ? 1L : 0L)));
        return frame;
    }

    /// <summary>The frame's columns as flows: those of the schema, in any order, others left out; any numeric type will do.</summary>
    /// <param name="frame">As <see cref="ToDataFrame(FlowTable)"/> makes it, or as loaded from a file.</param>
    /// <param name="origin">Where the flows came from, to be named in titles; for a frame made from flows, theirs.</param>
    /// <param name="schema">What the columns are; <see cref="FlowSchema.UnswNb15"/> if not given.</param>
    /// <exception cref="AnomalyException">A column is missing or of another type; a value is missing (column and row named).</exception>
    public static FlowTable ToFlowTable(this DataFrame frame, FlowOrigin? origin = null, FlowSchema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        schema ??= FlowSchema.UnswNb15;
        HashSet<string> texts = [.. schema.Columns.Where(column => column.IsText).Select(column => column.Name)];
        HashSet<string> numbers = [.. schema.Columns.Where(column => !column.IsText).Select(column => column.Name)];
        if (schema.Labels.Category is { } category) texts.Add(category);
        return FlowTable.FromColumns(
            frame.Columns.Where(column => numbers.Contains(column.Name)).ToDictionary(column =>
                column.Name, Numbers, StringComparer.Ordinal),
            frame.Columns.Where(column => texts.Contains(column.Name)).ToDictionary(column => column.Name, Texts, StringComparer.Ordinal),
            origin,
            schema);
    }

    /// <summary>The matrix with one <see cref="float"/> column a feature; NaN becomes a missing value.</summary>
    public static DataFrame ToDataFrame(this FeatureMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var frame = new DataFrame();
        for (int column = 0; column < matrix.Columns; column++)
        {
            var values = new float?[matrix.Rows];
            for (int row = 0; row < values.Length; row++)
            {
                float value = matrix[row, column];
                values[row] = float.IsNaN(value) ? null : value;
            }

            frame.Columns.Add(new SingleDataFrameColumn(matrix.Names[column], values));
        }

        return frame;
    }

    /// <summary>The columns of the frame, in their order, as features; a missing value becomes NaN, a flag 0 or 1.</summary>
    /// <exception cref="AnomalyException">A column holds neither numbers nor flags.</exception>
    public static FeatureMatrix ToFeatureMatrix(this DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int rows = Rows(frame), columns = frame.Columns.Count;
        var values = new float[rows * columns];
        for (int column = 0; column < columns; column++)
        {
            double[] numbers = Numbers(frame.Columns[column]);
            for (int row = 0; row < rows; row++) values[(row * columns) + column] = (float)numbers[row];
        }

        return new FeatureMatrix(values, rows, [.. frame.Columns.Select(column => column.Name)]);
    }

    private static DataFrameColumn ToColumn(FlowTable flows, FlowColumn column)
    {
        if (column.IsText) return TextColumn(column.Name, flows.Category(column.Name));
        double[] numbers = flows.Number(column.Name);
        // A count that is no whole number (somebody's own file) is kept as it is rather than cut.
        return column.IsWhole && Array.TrueForAll(numbers, IsWhole)
            ? new Int64DataFrameColumn(column.Name, numbers.Select(number => (long)number))
            : new DoubleDataFrameColumn(column.Name, numbers);
    }

    private static StringDataFrameColumn TextColumn(string name, CategoryColumn texts) =>
        new(name, texts.Codes.Select(code => texts.Values[code]));

    private static bool IsWhole(double number) => number == Math.Floor(number) && Math.Abs(number) < 9e15;

    private static int Rows(DataFrame frame) => checked((int)frame.Rows.Count);

    private static string?[] Texts(DataFrameColumn column)
    {
        if (column.DataType != typeof(string))
            throw new AnomalyException($"Column '{column.Name}' holds {column.DataType.Name} values, not texts.");
        var texts = new string?[column.Length];
        for (int row = 0; row < texts.Length; row++) texts[row] = (string?)column[row];
        return texts;
    }

    private static double[] Numbers(DataFrameColumn column)
    {
        if (!column.IsNumericColumn() && column.DataType != typeof(bool))
            throw new AnomalyException($"Column '{column.Name}' holds {column.DataType.Name} values, not numbers. Encode it first, or "
                + "leave it out.");
        var numbers = new double[column.Length];
        for (long row = 0; row < column.Length; row++)
            numbers[row] = column[row] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN;
        return numbers;
    }
}
