using System.Collections;
using System.Globalization;
using System.Reflection;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>
/// The convention of .NET Interactive by which a type brings its formatters without referring to a package: an attribute named
/// <c>TypeFormatterSourceAttribute</c> with a <c>FormatterSourceType</c>, whose <c>CreateTypeFormatters()</c> gives objects with
/// a <c>MimeType</c> and a <c>bool Format(object, TextWriter)</c>; <c>PreferredMimeTypes</c> says which of them are shown.
/// </summary>
internal static class FormatterSource
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    /// <summary>Mime types meant for this program alone, which types need not ask other hosts to show.</summary>
    private const string OwnTypes = "application/vnd.anomaly.";

    /// <summary>The value by mime type; null where its type has no such attribute.</summary>
    public static Dictionary<string, string>? Show(object value)
    {
        var data = new Dictionary<string, string>();
        foreach (object attribute in value.GetType().GetCustomAttributes(inherit: true).Where(attribute =>
            attribute.GetType().Name == AttributeName))
        {
            if (Property(attribute, "FormatterSourceType") is not Type sourceType) continue;
            var preferred = Property(attribute, "PreferredMimeTypes") as string[];
            object source = Activator.CreateInstance(sourceType, nonPublic: true)!;
            if (Method(sourceType, "CreateTypeFormatters")?.Invoke(source, null) is not IEnumerable formatters) continue;
            foreach (object formatter in formatters)
            {
                if (Property(formatter, "MimeType") is not string mimeType || data.ContainsKey(mimeType)) continue;
                bool isWanted = preferred is null || preferred.Contains(mimeType) || mimeType == MimeType.Text
                    || mimeType.StartsWith(OwnTypes, StringComparison.Ordinal);
                if (!isWanted) continue;
                if (Property(formatter, "Type") is Type type && !type.IsInstanceOfType(value)) continue;
                if (Write(formatter, value) is { } text) data[mimeType] = text;
            }
        }

        if (data.ContainsKey(MimeType.Outputs)) data.Remove(MimeType.Plotly); // a group: there its figures are one by one
        return data.Count == 0 ? null : data;
    }

    private static string? Write(object formatter, object value)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        MethodInfo? format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)]);
        return format?.Invoke(formatter, [value, writer]) is true ? writer.ToString() : null;
    }

    private static object? Property(object instance, string name) => instance.GetType().GetProperty(name)?.GetValue(instance);

    private static MethodInfo? Method(Type type, string name) => type.GetMethod(name, Type.EmptyTypes);
}
