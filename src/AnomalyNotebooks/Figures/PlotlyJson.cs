using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace AnomalyNotebooks;

/// <summary>How numbers and texts are written into Plotly's JSON: the same input gives the same text on any machine.</summary>
internal static class PlotlyJson
{
    // Leaves letters of all scripts alone, and still writes < > & ' as \u escapes, so that the JSON may stand inside a <script>.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Numbers as they are drawn: 6 significant digits, far below a pixel; null (a gap) for NaN and infinities.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="digits">6, or 4 for clouds of many points.</param>
    public static JsonArray Numbers(IEnumerable<double> values, int digits = 6)
    {
        var array = new JsonArray();
        foreach (double value in values) array.Add(Number(value, digits));
        return array;
    }

    /// <summary>One number with 6 significant digits; null for NaN and infinities.</summary>
    public static JsonNode? Number(double value, int digits = 6) => double.IsFinite(value) ? JsonValue.Create(Rounded(value, digits))
        : null;

    /// <summary>Texts from data, escaped for Plotly.</summary>
    public static JsonArray Texts(IEnumerable<string> texts)
    {
        var array = new JsonArray();
        foreach (string text in texts) array.Add((JsonNode)JsonValue.Create(Escape(text)));
        return array;
    }

    /// <summary>Items that are JSON already.</summary>
    public static JsonArray Items(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>Plotly reads a subset of HTML in every text it draws: text from data must not be taken for it.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The text that <see cref="Escape"/> was made from.</summary>
    public static string Unescape(string text) =>
        text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal);

    public static string Write(JsonNode node) => node.ToJsonString(Options);

    /// <summary>A number for people: thousands separated, at most 4 significant digits where it is not whole.</summary>
    public static string Show(double value)
    {
        if (TableColumn.NotFinite(value) is { } text) return text;
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return value.ToString("#,0", CultureInfo.InvariantCulture);
        double size = Math.Abs(value);
        return size >= 1000 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("G4", CultureInfo.InvariantCulture);
    }

    /// <summary>A share for people: <c>44.9 %</c>, with more digits where it is small.</summary>
    public static string Percent(double share)
    {
        double percent = 100 * share;
        string format = Math.Abs(percent) switch { 0 => "0", < 0.1 => "0.000", < 1 => "0.00", < 99.95 => "0.0", _ => "0" };
        return double.IsNaN(share) ? "n/a" : percent.ToString(format, CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>A number rounded to some significant digits.</summary>
    public static double Rounded(double value, int digits = 6) =>
        double.Parse(value.ToString(digits == 6 ? "G6" : "G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
