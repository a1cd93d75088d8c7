using System.Globalization;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>One axis of a <see cref="StaticSvg"/>: where a value stands, and its ticks. Positions on a logarithmic axis are powers of
/// ten, on an axis of names their numbers.</summary>
internal sealed class SvgAxis
{
    private readonly JsonObject json;
    private readonly bool isLog, reversed;
    private readonly List<string> names = [];
    private readonly double from, to = 1; // of the whole width or height

    public SvgAxis(JsonObject json, string name, JsonObject[] traces)
    {
        this.json = json;
        isLog = Text("type") == "log";
        reversed = Text("autorange") == "reversed";
        if (json["domain"] is JsonArray domain) (from, to) = ((double)domain[0]!, (double)domain[1]!);
        string kind = name[..1];
        var mine = traces.Where(trace => (trace[kind + "axis"]?.ToString() ?? kind) == name && trace[kind] is JsonArray).ToList();
        foreach (JsonNode? value in mine.SelectMany(trace => (JsonArray)trace[kind]!))
            if (value is JsonValue text && text.TryGetValue(out string? category) && !names.Contains(category)) names.Add(category);
        (Low, High) = json["range"] is JsonArray { Count: 2 } range && range[0] is not null && range[1] is not null
            ? ((double)range[0]!, (double)range[1]!)
            : IsCategory ? (-0.5, names.Count - 0.5) : Extent(mine, kind);
        if (!(High > Low) && json["range"] is null) High = Low + 1;
    }

    public double Low { get; private set; }

    public double High { get; private set; }

    public bool IsCategory => names.Count > 0;

    public bool Crowded => names.Count > 20;

    public bool IsVisible => (bool?)json["visible"] != false;

    public bool ShowGrid => (bool?)json["showgrid"] != false && !IsCategory;

    public bool ShowLine => (bool?)json["showline"] != false;

    public bool ShowLabels => (bool?)json["showticklabels"] != false;

    public string Title => PlotlyJson.Unescape(json["title"] is JsonObject title ? title["text"]?.ToString() ?? "" : Text("title") ?? "");

    public string? Anchor => Text("anchor");

    public string? Matches => Text("matches");

    public void TakeRange(SvgAxis? other)
    {
        if (other is not null) (Low, High) = (other.Low, other.High);
    }

    /// <summary>Where a value of the data stands; NaN where the axis cannot show it.</summary>
    public double Position(JsonNode? value) => value is not JsonValue item ? double.NaN
        : item.TryGetValue(out string? text) ? names.IndexOf(text)
        : Position((double)item);

    public double Position(double value)
    {
        if (!isLog) return value;
        return value > 0 ? ChartParts.Log10(value) : double.NaN;
    }

    /// <summary>Where a shape or a text stands; Plotly gives texts on logarithmic axes as powers of ten.</summary>
    public double Coordinate(JsonNode? value, bool isPower) => isPower && value is JsonValue item && !item.TryGetValue(out string? _)
        ? (double)item : Position(value);

    /// <summary>A position as a share of all plots' width or height, from the left or the bottom; held within the axis.</summary>
    public double Share(double position)
    {
        double share = Math.Clamp((position - Low) / (High - Low), 0, 1);
        return from + ((reversed ? 1 - share : share) * (to - from));
    }

    public IReadOnlyList<(double At, string Text)> Ticks()
    {
        if (IsCategory) return [.. names.Select((name, i) => ((double)i, PlotlyJson.Unescape(name)))];
        if (json["tickvals"] is JsonArray values)
        {
            JsonArray texts = json["ticktext"] as JsonArray ?? [];
            return [.. values.Select((value, i) => (Position(value), i < texts.Count ? PlotlyJson.Unescape(texts[i]!.ToString())
                : Format((double)value!, Text("tickformat"))))
                .Where(tick => tick.Item1 >= Low - 1e-9 && tick.Item1 <= High + 1e-9)];
        }

        double step = isLog ? Math.Max(1, Step(High - Low)) : Step(High - Low);
        int first = (int)Math.Ceiling((Low / step) - 1e-9), last = (int)Math.Floor((High / step) + 1e-9);
        return [.. Enumerable.Range(first, Math.Clamp(last - first + 1, 0, 40)).Select(i => PlotlyJson.Rounded(i * step))
            .Select(at => (at, Format(isLog ? ChartParts.PowerOf10(at) : at, Text("tickformat"))))];
    }

    /// <summary>A number as d3's notation writes it, as far as our figures use it.</summary>
    public static string Format(double value, string? format)
    {
        if (string.IsNullOrEmpty(format)) return PlotlyJson.Show(value);
        int digits = format.Length > 1 && format[0] == '.' && char.IsAsciiDigit(format[1]) ? format[1] - '0' : -1;
        string fixedDigits = "F" + Math.Max(0, digits).ToString(CultureInfo.InvariantCulture);
        if (format.Contains('%'))
        {
            string percent = digits < 0 || format.Contains('~') ? PlotlyJson.Show(PlotlyJson.Rounded(100 * value, 4))
                : (100 * value).ToString(fixedDigits, CultureInfo.InvariantCulture);
            return percent + "%";
        }

        return format.EndsWith('f') && digits >= 0 ? value.ToString(fixedDigits, CultureInfo.InvariantCulture) : PlotlyJson.Show(value);
    }

    private string? Text(string key) => json[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    // What the traces need: bars and areas stand on the ground, everything else has a little room above and below.
    private (double Low, double High) Extent(List<JsonObject> traces, string kind)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        bool ground = Text("rangemode") == "tozero";
        foreach (JsonObject trace in traces)
        {
            bool isBar = trace["type"]?.ToString() == "bar";
            ground |= (isBar || (kind == "y" && trace["fill"]?.ToString() == "tozeroy")) && !isLog;
            double[] bases = isBar && trace["base"] is JsonArray given ? [.. given.Select(value => (double)value!)] : [];
            foreach ((int i, JsonNode? value) in ((JsonArray)trace[kind]!).Index())
            {
                double at = value is null ? double.NaN : Position(i < bases.Length ? bases[i] + (double)value : (double)value);
                if (double.IsFinite(at)) (low, high) = (Math.Min(low, at), Math.Max(high, at));
            }
        }

        if (low > high) return (0, 1);
        double room = kind == "y" && high > low ? 0.05 * (high - low) : 0;
        return ground ? (Math.Min(0, low), high + room) : (low - room, high + room);
    }

    private static double Step(double range)
    {
        double power = ChartParts.PowerOf10(Math.Floor(ChartParts.Log10(range / 5)));
        return new[] { 1.0, 2, 5, 10 }.First(factor => factor * power * 7 >= range) * power;
    }
}
