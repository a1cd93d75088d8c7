using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

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

/// <summary>The forms of a group: HTML, text, and for our runner the outputs one by one, so that each can be compared and drawn by
/// itself.</summary>
internal sealed class OutputGroupFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        .. new RichOutputFormatterSource().CreateTypeFormatters(),
        new ConventionFormatter(MimeTypes.Plotly, group => FigureSheet.Of((OutputGroup)group)),
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

    internal static IEnumerable<IRichOutput> Flat(OutputGroup group) =>
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
