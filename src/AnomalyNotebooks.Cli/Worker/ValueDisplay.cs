using System.Collections;
using System.Globalization;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>
/// How the value of a cell's last expression is shown, by mime type. Types say it themselves, by the conventions of the notebook
/// hosts: formatters named by an attribute <c>TypeFormatterSource</c> (.NET Interactive), else <c>string ToHtml()</c> (Verso),
/// else text. All by reflection: this process knows no type of the library, which the notebook loads from its own path.
/// </summary>
internal static class ValueDisplay
{
    /// <summary>The value by mime type.</summary>
    public static Dictionary<string, string> Show(object? value)
    {
        if (value is null) return new() { [MimeType.Text] = "<null>" };
        Dictionary<string, string> data = FormatterSource.Show(value) ?? HtmlMethod(value) ?? ForeignDisplay.Show(value) ?? [];
        if (data.Count == 0 && CollectionDisplay.Show(value) is { } collection) return collection;
        data.TryAdd(MimeType.Text, AsText(value));
        return data;
    }

    /// <summary>A single value as text, in the invariant culture.</summary>
    public static string AsText(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        Exception error => $"{error.GetType().Name}: {error.Message}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Whether a value is shown as one word or number rather than by its parts.</summary>
    public static bool IsSimple(object? value) =>
        value is null or string or bool or char or Type or Exception or IFormattable or System.Runtime.CompilerServices.ITuple;

    private static Dictionary<string, string>? HtmlMethod(object value) =>
        value.GetType().GetMethod("ToHtml", Type.EmptyTypes) is { IsStatic: false } method && method.ReturnType == typeof(string)
            && method.Invoke(value, null) is string html
            ? new() { [MimeType.Html] = html }
            : null;
}
