using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// A table that shows itself as the last expression of a cell. Numbers stand right, whole ones with thousands separated; texts are
/// escaped. Immutable; the <c>With</c> methods give changed copies.
/// </summary>
/// <example><code>HtmlTable.From(rows, ("category", r => r.Name), ("flows", r => r.Count)).WithFormat("recall", "0.0 %")</code></example>
[TypeFormatterSource]
public sealed class HtmlTable : IRichOutput
{
    // Colours are the page's own: lines and stripes are half transparent greys, legible on any background.
    private const string Style = """
        <style>
        .anomaly-table table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.3em 0}
        .anomaly-table caption{text-align:left;font-weight:600;padding:.2em 0 .4em}
        .anomaly-table th,.anomaly-table td{padding:.25em .8em;border-bottom:1px solid rgba(128,128,128,.3)}
        .anomaly-table th{border-bottom:2px solid rgba(128,128,128,.6);vertical-align:bottom}
        .anomaly-table tbody tr:nth-child(even){background:rgba(128,128,128,.08)}
        .anomaly-table p{opacity:.8;font-size:.9em;margin:.2em 0}
        </style>

        """;

    private readonly TableColumn[] columns;
    private readonly object?[][] rows;

    private HtmlTable(TableColumn[] columns, object?[][] rows)
    {
        this.columns = columns;
        this.rows = rows;
    }

    /// <summary>The text above the table.</summary>
    public string Caption { get; private init; } = "";

    /// <summary>The text below the table.</summary>
    public string Note { get; private init; } = "";

    /// <summary>The columns' headers, from the left.</summary>
    public IReadOnlyList<string> Headers => [.. columns.Select(column => column.Header)];

    /// <summary>Number of rows.</summary>
    public int RowCount => rows.Length;

    /// <summary>One row per item, one column per pair of a header and what to take of the item.</summary>
    public static HtmlTable From<T>(IEnumerable<T> rows, params (string Header, Func<T, object?> Value)[] columns)
    {
        if (columns.Length == 0) throw new ArgumentException("A table has at least one column.", nameof(columns));
        return FromRows([.. columns.Select(column => column.Header)],
            Require.Given(rows).Select(row => columns.Select(column => column.Value(row)).ToArray()));
    }

    /// <summary>One row per item, one column per public property: for records and anonymous types.</summary>
    public static HtmlTable From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> rows)
    {
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)];
        return FromRows([.. properties.Select(property => property.Name)],
            rows.Select(row => properties.Select(property => property.GetValue(row)).ToArray()));
    }

    /// <summary>A table of values: every row has as many as there are headers.</summary>
    public static HtmlTable FromRows(IReadOnlyList<string> headers, IEnumerable<object?[]> rows)
    {
        object?[][] values = [.. Require.Given(rows)];
        int bad = Array.FindIndex(values, row => row.Length != headers.Count);
        if (bad >= 0) throw new ArgumentException($"Row {bad} has {values[bad].Length} values for {headers.Count} headers.", nameof(rows));
        return new HtmlTable([.. headers.Select((header, i) => new TableColumn(header, values.Select(row => row[i])))], values);
    }

    /// <summary>Names and values, one below the other.</summary>
    public static HtmlTable Facts(params (string Name, object? Value)[] facts)
    {
        // Each value is of its own kind: shown one by one, they need no common format.
        static string Show(object? value) => new TableColumn("", [value]).Show(value);
        return FromRows(["what", "value"], facts.Select(fact => new object?[] { fact.Name, Show(fact.Value) }));
    }

    /// <summary>The table with a text above it.</summary>
    public HtmlTable WithCaption(string caption) => new(columns, rows) { Caption = caption, Note = Note };

    /// <summary>The table with a text below it.</summary>
    public HtmlTable WithNote(string note) => new(columns, rows) { Caption = Caption, Note = note };

    /// <summary>The table with a column's numbers written as .NET's format says, such as <c>0.000</c> or <c>0.0 %</c>.</summary>
    /// <exception cref="ArgumentException">No column has that header.</exception>
    public HtmlTable WithFormat(string header, string format)
    {
        int index = Array.FindIndex(columns, column => column.Header == header);
        if (index < 0) throw new ArgumentException($"The table has no column '{header}'; it has {string.Join(", ", Headers)}.",
            nameof(header));
        TableColumn[] changed = [.. columns];
        changed[index] = new TableColumn(header, rows.Select(row => row[index]), format);
        return new HtmlTable(changed, rows) { Caption = Caption, Note = Note };
    }

    /// <summary>The table with several columns written as one format says.</summary>
    public HtmlTable WithFormat(IEnumerable<string> headers, string format) =>
        headers.Aggregate(this, (table, header) => table.WithFormat(header, format));

    /// <summary>The first rows only, with a note of how many there are.</summary>
    public HtmlTable Top(int count)
    {
        if (count >= rows.Length) return this;
        string rest = string.Create(CultureInfo.InvariantCulture, $"The first {count:#,0} of {rows.Length:#,0} rows.");
        return new HtmlTable(columns, rows[..count]) { Caption = Caption, Note = Note.Length == 0 ? rest : $"{Note} {rest}" };
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<div class=\"anomaly-table\" style=\"overflow-x:auto\">\n").Append(Style).Append("<table>\n");
        if (Caption.Length > 0) html.Append("<caption>").Append(WebUtility.HtmlEncode(Caption)).Append("</caption>\n");
        html.Append("<thead><tr>");
        foreach (TableColumn column in columns) Cell(html, "th", column, column.Header);
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (object?[] row in rows)
        {
            html.Append("<tr>");
            for (int i = 0; i < columns.Length; i++) Cell(html, "td", columns[i], columns[i].Show(row[i]));
            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n");
        if (Note.Length > 0) html.Append("<p>").Append(WebUtility.HtmlEncode(Note)).Append("</p>\n");
        return html.Append("</div>").ToString();
    }

    /// <summary>The table as text in aligned columns.</summary>
    public override string ToString()
    {
        string[][] cells = Shown();
        int[] widths = [.. columns.Select((column, i) => cells.Select(row => row[i].Length).Append(column.Header.Length).Max())];

        string Line(IReadOnlyList<string> texts) => string.Join("  ", columns.Select((column, i) =>
            column.IsNumeric ? texts[i].PadLeft(widths[i]) : texts[i].PadRight(widths[i]))).TrimEnd();

        var lines = new List<string>();
        if (Caption.Length > 0) lines.Add(Caption);
        lines.Add(Line(Headers));
        lines.Add(string.Join("  ", widths.Select(width => new string('-', width))));
        lines.AddRange(cells.Select(Line));
        if (Note.Length > 0) lines.Add(Note);
        return string.Join('\n', lines);
    }

    /// <summary>The cells as text, row by row.</summary>
    internal string[][] Shown() => [.. rows.Select(row => columns.Select((column, i) => OneLine(column.Show(row[i]))).ToArray())];

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static void Cell(StringBuilder html, string tag, TableColumn column, string text) =>
        html.Append('<').Append(tag).Append(column.IsNumeric ? " style=\"text-align:right\">" : " style=\"text-align:left\">")
            .Append(WebUtility.HtmlEncode(text)).Append("</").Append(tag).Append('>');
}

/// <summary>One column of a table: its header and how its values are written, the same for all of them.</summary>
internal sealed class TableColumn
{
    public TableColumn(string header, IEnumerable<object?> values, string? format = null)
    {
        Header = header;
        object[] present = [.. values.OfType<object>()];
        IsNumeric = present.Length > 0 && present.All(IsNumber);
        Format = format ?? (IsNumeric && present.Any(IsReal) ? RealFormat(present) : IsNumeric ? "#,0" : "");
    }

    public string Header { get; }

    /// <summary>Numbers stand right.</summary>
    public bool IsNumeric { get; }

    private string Format { get; }

    public string Show(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        double or float when NotFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) is { } text => text,
        // .NET puts no narrow space before a percent sign of its own; what the format says is what is written.
        IFormattable formattable => formattable.ToString(Format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>What is written for a number that is none, or is infinite; null for others.</summary>
    public static string? NotFinite(double value) =>
        double.IsNaN(value) ? "n/a" : double.IsInfinity(value) ? value > 0 ? "∞" : "−∞" : null;

    private static bool IsReal(object value) => value is double or float or decimal;

    private static bool IsNumber(object value) => IsReal(value)
        || value is int or long or uint or ulong or short or ushort or byte or sbyte;

    // As many decimals as the largest value leaves of about four digits, so that the points stand below each other.
    private static string RealFormat(object[] values)
    {
        double[] sizes = [.. values.Select(value => Math.Abs(Convert.ToDouble(value, CultureInfo.InvariantCulture)))
            .Where(double.IsFinite)];
        double largest = sizes.DefaultIfEmpty(0).Max();
        if (Array.TrueForAll(sizes, size => size == Math.Floor(size))) return "#,0";
        return largest switch
        {
            < 0.01 => "0.00E+0",
            <= 2 => "0.0000",
            < 100 => "0.00",
            < 1000 => "0.0",
            _ => "#,0",
        };
    }
}
