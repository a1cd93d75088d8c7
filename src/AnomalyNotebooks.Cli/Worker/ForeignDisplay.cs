using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>
/// Values of two packages that show themselves in .NET Interactive only by extensions of its own: a DataFrame of Microsoft.Data.Analysis
/// as a table, a chart of Plotly.NET as a figure. By reflection: this program refers to neither.
/// </summary>
internal static class ForeignDisplay
{
    private const int ShownRows = 20;

    /// <summary>The value by mime type; null where it is none of these.</summary>
    public static Dictionary<string, string>? Show(object value)
    {
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == "Microsoft.Data.Analysis.DataFrame") return Frame(value, type);
            if (type.FullName == "Plotly.NET.GenericChart") return Chart(value, type);
        }

        return null;
    }

    private static Dictionary<string, string> Frame(object frame, Type type)
    {
        var columns = (IEnumerable<object>)type.GetProperty("Columns")!.GetValue(frame)!;
        List<(string Name, bool IsNumber, string[] Cells, long Rows)> shown = [.. columns.Select(Column)];
        long rows = shown.Count == 0 ? 0 : shown[0].Rows;
        string note = rows > ShownRows ? string.Create(CultureInfo.InvariantCulture, $"The first {ShownRows} of {rows:N0} rows.") : "";
        return new() { [MimeType.Html] = AsHtml(shown, note), [MimeType.Text] = AsText(shown, note) };
    }

    private static (string Name, bool IsNumber, string[] Cells, long Rows) Column(object column)
    {
        Type type = column.GetType();
        long rows = (long)type.GetProperty("Length")!.GetValue(column)!;
        PropertyInfo item = type.GetProperties().First(property => property.GetIndexParameters() is [{ ParameterType: var index }]
            && index == typeof(long));
        string[] cells = [.. Enumerable.Range(0, (int)Math.Min(rows, ShownRows)).Select(row =>
            item.GetValue(column, [(long)row]) is { } cell ? ValueDisplay.AsText(cell) : "")];
        return ((string)type.GetProperty("Name")!.GetValue(column)!, (bool)type.GetMethod("IsNumericColumn")!.Invoke(column, null)!,
            cells, rows);
    }

    private static string AsHtml(List<(string Name, bool IsNumber, string[] Cells, long Rows)> columns, string note)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var column in columns) html.Append(Cell("th", column.IsNumber, column.Name));
        html.Append("</tr></thead><tbody>");
        for (int row = 0; columns.Count > 0 && row < columns[0].Cells.Length; row++)
        {
            html.Append("<tr>");
            foreach (var column in columns) html.Append(Cell("td", column.IsNumber, column.Cells[row]));
            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").Append(note.Length > 0 ? $"<p>{note}</p>" : "").ToString();

        static string Cell(string tag, bool isNumber, string text) =>
            $"<{tag}{(isNumber ? " style=\"text-align:right\"" : "")}>{WebUtility.HtmlEncode(text)}</{tag}>";
    }

    private static string AsText(List<(string Name, bool IsNumber, string[] Cells, long Rows)> columns, string note)
    {
        var text = new StringBuilder();
        int[] widths = [.. columns.Select(column => column.Cells.Append(column.Name).Max(cell => cell.Length))];
        for (int row = -1; columns.Count > 0 && row < columns[0].Cells.Length; row++)
        {
            int at = row;
            text.AppendLine(string.Join("  ", columns.Select((column, i) =>
                Padded(at < 0 ? column.Name : column.Cells[at], widths[i], column.IsNumber))).TrimEnd());
        }

        return (text + note).TrimEnd();

        static string Padded(string cell, int width, bool isNumber) => isNumber ? cell.PadLeft(width) : cell.PadRight(width);
    }

    private static Dictionary<string, string>? Chart(object chart, Type type)
    {
        if (type.GetMethod("toJson", BindingFlags.Public | BindingFlags.Static)?.Invoke(null, [chart]) is not string json) return null;
        // Our own figure draws it, where the notebook has loaded the library.
        Type? figures = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly =>
            assembly.GetName().Name == "AnomalyNotebooks")?.GetType("AnomalyNotebooks.Figure");
        if (figures?.GetMethod("FromPlotlyJson", [typeof(string)])?.Invoke(null, [json]) is { } figure) return FormatterSource.Show(figure);
        return new() { [MimeType.Plotly] = json, [MimeType.Text] = "a chart of Plotly.NET" };
    }
}
