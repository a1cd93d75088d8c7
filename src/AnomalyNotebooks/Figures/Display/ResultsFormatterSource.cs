using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

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

    /// <summary><c>{"results": [{"name", "value", "tolerance"}]}</c>: numbers in the shortest form that reads back to the same bits, tolerances where stated.</summary>
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
