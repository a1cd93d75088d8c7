using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>Collections as a reader wants them: simple values in one line, objects and dictionaries as a table, both cut with a
/// count.</summary>
internal static class CollectionDisplay
{
    private const int MaximumItems = 30;
    private const int MaximumRows = 20;

    /// <summary>The collection by mime type; null where the value is none.</summary>
    public static Dictionary<string, string>? Show(object value)
    {
        if (value is string or not IEnumerable) return null;
        (List<object?> items, int? count) = Take((IEnumerable)value);
        if (items.TrueForAll(ValueDisplay.IsSimple) || items.Count == 0) return new() { [MimeType.Text] = InLine(items, count) };

        string[] columns = Columns(items);
        if (columns.Length == 0) return new() { [MimeType.Text] = InLine(items, count) };
        List<string[]> rows = [.. items.Take(MaximumRows).Select(item => columns.Select(column => Cell(item, column)).ToArray())];
        string more = More(Math.Min(items.Count, MaximumRows), count);
        return new()
        {
            [MimeType.Text] = AsText(columns, rows, more),
            [MimeType.Html] = AsHtml(columns, rows, more),
        };
    }

    /// <summary>The first items, and how many there are where that is known without going through them.</summary>
    private static (List<object?> Items, int? Count) Take(IEnumerable values)
    {
        var items = new List<object?>();
        int? count = (values as ICollection)?.Count;
        foreach (object? item in values)
        {
            if (items.Count == MaximumItems) return (items, count);
            items.Add(item);
        }

        return (items, items.Count);
    }

    private static string InLine(List<object?> items, int? count) =>
        $"[{string.Join(", ", items.Select(ValueDisplay.AsText))}"
        + (count == items.Count ? "]"
            : $", …] ({count?.ToString("N0", CultureInfo.InvariantCulture) ?? $"more than {items.Count}"} items)");

    private static string[] Columns(List<object?> items)
    {
        object? first = items.Find(item => item is not null);
        return first is null ? [] : [.. Properties(first.GetType()).Select(property => property.Name)];
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead && property.GetIndexParameters()
            .Length == 0);

    private static string Cell(object? item, string column)
    {
        object? value = item?.GetType().GetProperty(column)?.GetValue(item);
        return value is IEnumerable and not string ? Show(value)![MimeType.Text] : ValueDisplay.AsText(value);
    }

    private static string More(int shown, int? count) =>
        count == shown ? "" : count is { } all ? string.Create(CultureInfo.InvariantCulture, $"… {all - shown:N0} more of {all:N0}")
            : "… and more";

    private static string AsText(string[] columns, List<string[]> rows, string more)
    {
        int[] widths = [.. columns.Select((column, at) => rows.Select(row => row[at].Length).Append(column.Length).Max())];
        var text = new StringBuilder();
        foreach (string[] row in rows.Prepend(columns))
            text.AppendLine(string.Join("  ", row.Select((cell, at) => cell.PadRight(widths[at]))).TrimEnd());
        return (text + more).TrimEnd();
    }

    private static string AsHtml(string[] columns, List<string[]> rows, string more)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (string column in columns) html.Append("<th>").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (string[] row in rows)
        {
            html.Append("<tr>");
            foreach (string cell in row) html.Append("<td>").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (more.Length > 0) html.Append("<p>").Append(WebUtility.HtmlEncode(more)).Append("</p>");
        return html.ToString();
    }
}
