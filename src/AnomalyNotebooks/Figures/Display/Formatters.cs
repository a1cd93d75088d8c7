using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>The MIME types of notebook outputs.</summary>
internal static class MimeTypes
{
    public const string Plotly = "application/vnd.plotly.v1+json";
    public const string Results = "application/vnd.anomaly.result+json";
    public const string Explorer = "application/vnd.anomaly.explorer+json";
    public const string Outputs = "application/vnd.anomaly.outputs+json";
    public const string Html = "text/html";
    public const string PlainText = "text/plain";
}

/// <summary>
/// Names the class that makes a type's formatters. .NET Interactive finds this attribute by its name, whatever its namespace, so
/// that a library shows its objects in a notebook without depending on the notebook host.
/// </summary>
/// <remarks>Convention: <c>Formatter.TryRegisterFromFormatterSources</c> in dotnet/interactive,
/// src/Microsoft.DotNet.Interactive.Formatting.</remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a parameterless constructor and a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types a host should ask for, richest first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>Writes one kind of object in one MIME type, in the shape that .NET Interactive calls by name: <c>MimeType</c> and
/// <c>Format(object, TextWriter)</c>.</summary>
internal sealed class ConventionFormatter(string mimeType, Func<object, string> text)
{
    /// <summary>What <see cref="Format"/> writes.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes <paramref name="instance"/>; true because it never declines.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(text(instance));
        return true;
    }
}

/// <summary>The three forms of a <see cref="Figure"/>: Plotly JSON for hosts that draw it themselves, HTML that draws itself, and
/// text.</summary>
internal sealed class FigureFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(MimeTypes.Plotly, figure => ((Figure)figure).ToPlotlyJson()),
        new ConventionFormatter(MimeTypes.Html, figure => ((Figure)figure).ToHtml()),
        new ConventionFormatter(MimeTypes.PlainText, figure => figure.ToString()!),
    ];
}

/// <summary>The two forms of tables and groups: HTML and text.</summary>
internal sealed class RichOutputFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(MimeTypes.Html, output => ((IRichOutput)output).ToHtml()),
        new ConventionFormatter(MimeTypes.PlainText, output => output.ToString()!),
    ];
}

/// <summary>The forms of a group: HTML, text, and for our runner the outputs one by one, so that each can be compared and drawn by
/// itself.</summary>
internal sealed class OutputGroupFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        .. new RichOutputFormatterSource().CreateTypeFormatters(),
        new ConventionFormatter(MimeTypes.Outputs, group => ToJson((OutputGroup)group)),
    ];

    /// <summary><c>[{"mime type": value}]</c>: a text, or JSON for JSON types; groups within the group are laid out flat.</summary>
    private static string ToJson(OutputGroup group)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (IRichOutput output in Flat(group))
            {
                json.WriteStartObject();
                foreach (ConventionFormatter formatter in Formatters(output).Cast<ConventionFormatter>()) Write(json, formatter, output);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<IRichOutput> Flat(OutputGroup group) =>
        group.Items.SelectMany(item => item is OutputGroup inner ? Flat(inner) : [item]);

    private static IEnumerable<object> Formatters(IRichOutput output) => output switch
    {
        Figure => new FigureFormatterSource().CreateTypeFormatters(),
        Results => new ResultsFormatterSource().CreateTypeFormatters(),
        _ => new RichOutputFormatterSource().CreateTypeFormatters(),
    };

    private static void Write(Utf8JsonWriter json, ConventionFormatter formatter, IRichOutput output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(output, text);
        json.WritePropertyName(formatter.MimeType);
        if (formatter.MimeType.EndsWith("+json", StringComparison.Ordinal)) json.WriteRawValue(text.ToString());
        else json.WriteStringValue(text.ToString());
    }
}

/// <summary>The three forms of <see cref="Results"/>: JSON that keeps every bit, for those who compare runs; HTML; and text.</summary>
internal sealed class ResultsFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(MimeTypes.Results, results => ToJson((Results)results)),
        new ConventionFormatter(MimeTypes.Html, results => ((Results)results).ToHtml()),
        new ConventionFormatter(MimeTypes.PlainText, results => results.ToString()!),
    ];

    /// <summary><c>{"results": [{"name", "value", "tolerance"}]}</c>: numbers in the shortest form that reads back to the same bits,
    /// tolerances where stated.</summary>
    private static string ToJson(Results results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (Result result in results.Items)
            {
                json.WriteStartObject();
                json.WriteString("name", result.Name);
                Write(json, "value", result.Value);
                if (result.Tolerance > 0) Write(json, "tolerance", result.Tolerance);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case long whole:
                json.WriteNumber(name, whole);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
