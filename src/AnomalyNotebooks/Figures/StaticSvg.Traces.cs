using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks;

/// <content>The kinds of traces, and the marks that they are made of.</content>
internal sealed partial class StaticSvg
{
    private const int MostPoints = 700; // of one trace: more would not be told apart
    private const int Shades = 24; // of a heat map

    private void Traces()
    {
        JsonObject[] bars = [.. traces.Where(trace => Kind(trace) == "bar")];
        IReadOnlyList<(double X, double Y)> before = [];
        foreach (JsonObject trace in traces)
        {
            if (Kind(trace) == "bar") Bars(trace, Array.IndexOf(bars, trace), String(layout["barmode"]) == "group" ? bars.Length : 1);
            if (Kind(trace) == "heatmap") Heatmap(trace);
            if (Kind(trace) == "scatter") before = Scatter(trace, before);
        }
    }

    private void Bars(JsonObject trace, int index, int together)
    {
        (SvgAxis x, SvgAxis y) = AxesOf(trace);
        bool lies = String(trace["orientation"]) == "h";
        JsonArray names = Items(trace, lies ? "y" : "x"), values = Items(trace, lies ? "x" : "y"), grounds = Items(trace, "base"),
            texts = Items(trace, "text");
        (SvgAxis along, SvgAxis across) = lies ? (x, y) : (y, x);
        double wide = 0.8 / together;
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is null) continue;
            double ground = i < grounds.Count ? (double)grounds[i]! : 0, end = ground + (double)values[i]!;
            double place = across.Position(names[i]) - 0.4 + (together == 1 ? 0 : index * wide);
            double from = along.Position(ground), to = along.Position(end);
            double x0 = lies ? X(x, from) : X(x, place), x1 = lies ? X(x, to) : X(x, place + wide);
            double y0 = lies ? Y(y, place) : Y(y, from), y1 = lies ? Y(y, place + wide) : Y(y, to);
            Rectangle(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0) - 1, ColorOf(trace, i));
            if (i < texts.Count && lies)
                Text(Lines(String(texts[i]) ?? "")[0], x1 + (x1 < x0 ? -5 : 5), ((y0 + y1) / 2) + 4, x1 < x0 ? "end" : "start");
        }
    }

    private List<(double X, double Y)> Scatter(JsonObject trace, IReadOnlyList<(double X, double Y)> before)
    {
        (SvgAxis x, SvgAxis y) = AxesOf(trace);
        JsonArray xs = Items(trace, "x"), ys = Items(trace, "y"), texts = Items(trace, "text");
        string mode = String(trace["mode"]) ?? "lines";
        bool steps = String(trace["line"]?["shape"]) == "hv";
        var points = new List<(double X, double Y)>();
        var path = new StringBuilder();
        bool broken = true;
        for (int i = 0; i < Math.Min(xs.Count, ys.Count); i++)
        {
            (double atX, double atY) = (x.Position(xs[i]), y.Position(ys[i]));
            if (double.IsNaN(atX) || double.IsNaN(atY))
            {
                broken = true;
                continue;
            }

            (double px, double py) = (X(x, atX), Y(y, atY));

            if (steps && !broken) path.Append('H').Append(Short(px));
            path.Append(broken ? 'M' : 'L').Append(Point(px, py));
            if (steps && !broken) points.Add((px, points[^1].Y));
            points.Add((px, py));
            broken = false;
        }

        if (String(trace["fill"]) is "tozeroy" or "tonexty" && points.Count > 1)
        {
            double ground = Y(y, y.Position(0.0) is var zero && double.IsNaN(zero) ? y.Low : zero);
            IEnumerable<(double X, double Y)> back = String(trace["fill"]) == "tonexty" && before.Count > 0 ? before.Reverse()
                : [(points[^1].X, ground), (points[0].X, ground)];
            svg.Append($"<path d=\"M{string.Join('L', points.Concat(back).Select(point => Point(point.X, point.Y)))}Z\" "
                + $"fill=\"{Safe(String(trace["fillcolor"]) ?? "none")}\"/>");
        }

        if (mode.Contains("lines", StringComparison.Ordinal))
            Path(path.ToString(), ColorOf(trace), (double?)trace["line"]?["width"] ?? 2, String(trace["line"]?["dash"]));
        if (mode.Contains("markers", StringComparison.Ordinal)) Markers(trace, points);
        for (int i = 0; mode.Contains("text", StringComparison.Ordinal) && i < Math.Min(texts.Count, points.Count); i++)
            Text(Lines(String(texts[i]) ?? "")[0], points[i].X + 9, points[i].Y + 4, "start");
        return points;
    }

    // Points as strokes without length and with round ends: the shortest way to write many.
    private void Markers(JsonObject trace, List<(double X, double Y)> points)
    {
        double opacity = (double?)trace["marker"]?["opacity"] ?? 1;
        if (opacity == 0) return;
        int step = Math.Max(1, (points.Count + MostPoints - 1) / MostPoints);
        double size = trace["marker"]?["size"] is JsonValue given ? (double)given : 6;
        foreach (var sameColor in points.Index().Where(point => point.Index % step == 0).GroupBy(point => ColorOf(trace, point.Index)))
        {
            string dots = string.Concat(sameColor.Select(point => $"M{Point(point.Item.X, point.Item.Y)}h0"));
            svg.Append($"<path d=\"{dots}\" stroke=\"{sameColor.Key}\" stroke-opacity=\"{Short(opacity)}\" stroke-width=\"{Short(size)}\" "
                + $"");
            svg.Append("stroke-linecap=\"round\"/>");
        }
    }

    private void Heatmap(JsonObject trace)
    {
        (SvgAxis x, SvgAxis y) = AxesOf(trace);
        JsonArray rows = Items(trace, "z"), texts = Items(trace, "text"), xs = Items(trace, "x"), ys = Items(trace, "y");
        double low = (double?)trace["zmin"] ?? 0, high = (double?)trace["zmax"] ?? 1;
        string[] colors = [.. Items(trace, "colorscale").Select(stop => String(stop?[1]) ?? Theme.Grid)];
        string? template = String(trace["texttemplate"]);
        var cells = new SortedDictionary<int, StringBuilder>();
        var notes = new List<(string Text, double X, double Y, bool Light)>();
        for (int r = 0; r < rows.Count; r++)
        {
            for (int c = 0; c < ((JsonArray)rows[r]!).Count; c++)
            {
                if (rows[r]![c] is not { } value) continue;
                double share = high > low ? Math.Clamp(((double)value - low) / (high - low), 0, 1) : 0, cx = x.Position(xs[c]),
                    cy = y.Position(ys[r]);
                double x0 = X(x, cx - 0.5), x1 = X(x, cx + 0.5), y0 = Math.Min(Y(y, cy - 0.5), Y(y, cy + 0.5)),
                    y1 = Math.Max(Y(y, cy - 0.5), Y(y, cy + 0.5));
                int shade = (int)Math.Round(share * (Shades - 1));
                if (!cells.TryGetValue(shade, out StringBuilder? path)) cells[shade] = path = new StringBuilder();
                double gap = x.Crowded ? 0 : 1;
                path.Append('M').Append(Point(x0, y0)).Append('h').Append(Short(x1 - x0 - gap)).Append('v').Append(Short(y1 - y0 - gap))
                    .Append('h').Append(Short(x0 - x1 + gap)).Append('z');
                if (template is null) continue;
                string text = template.StartsWith("%{z:", StringComparison.Ordinal) ? SvgAxis.Format((double)value, template[4..^1])
                    : String(texts[r]?[c]) ?? "";
                bool isDark = colors.Length > 0 && Brightness(Shade(colors, share)) < 0.55;
                notes.Add((text, (x0 + x1) / 2, (y0 + y1) / 2, isDark));
            }
        }

        foreach ((int shade, StringBuilder path) in cells)
            svg.Append($"<path d=\"{path}\" fill=\"{(colors.Length == 0 ? Theme.Grid : Shade(colors, (double)shade / (Shades - 1)))}\"/>");
        foreach ((string text, double cx, double cy, bool light) in notes)
        {
            string[] lines = Lines(text);
            for (int i = 0; i < lines.Length; i++)
                Text(lines[i], cx, cy + 4 + ((i - ((lines.Length - 1) / 2.0)) * 15), "middle", light ? Theme.Paper : null, 11);
        }
    }

    private void Pie(JsonObject trace)
    {
        double[] values = [.. Items(trace, "values").Select(value => (double)value!)];
        JsonArray labels = Items(trace, "labels"), texts = Items(trace, "text"), colors = trace["marker"]?["colors"] as JsonArray ?? [];
        double radius = Math.Min(150, (bottom - top) / 2), cx = left + radius + 60, cy = (top + bottom) / 2,
            inner = radius * ((double?)trace["hole"] ?? 0);
        double angle = 0, total = values.Sum();
        static string At(double cx, double cy, double radius, double turn) =>
            Point(cx + (radius * Math.Sin(turn)), cy - (radius * Math.Cos(turn)));
        for (int i = 0; i < values.Length; i++)
        {
            double end = angle + (values[i] / total * Math.Tau * 0.99999);
            int large = end - angle > Math.PI ? 1 : 0;
            string color = Safe(i < colors.Count ? String(colors[i])! : ChartParts.Color(null, i));
            svg.Append($"<path d=\"M{At(cx, cy, radius, angle)}A{Short(radius)} {Short(radius)} 0 {large} 1 "
                + $"{At(cx, cy, radius, end)}L{At(cx, cy, inner, end)}");
            svg.Append($"A{Short(inner)} {Short(inner)} 0 {large} 0 {At(cx, cy, inner, angle)}Z\" fill=\"{color}\" "
                + $"stroke=\"{Theme.Paper}\"/>");
            if (i < texts.Count && values[i] / total >= 0.05)
            {
                double middle = (angle + end) / 2, far = (radius + inner) / 2;
                Text(Lines(String(texts[i]) ?? "")[0], cx + (far * Math.Sin(middle)), cy - (far * Math.Cos(middle)), "middle", Theme.Paper);
            }

            double row = top + 10 + (i * 22);
            Rectangle(cx + radius + 60, row - 9, 11, 11, color);
            Text(Lines(String(labels[i]) ?? "")[0], cx + radius + 78, row, "start");
            angle = end;
        }
    }

    private static string Kind(JsonObject trace) => String(trace["type"]) ?? "scatter";

    private static JsonArray Items(JsonObject trace, string key) => trace[key] as JsonArray ?? [];

    private static string ColorOf(JsonObject trace, int i = 0)
    {
        JsonNode? marker = trace["marker"]?["color"];
        if (marker is JsonArray colors) return Safe(i < colors.Count ? String(colors[i]) ?? Palette.Blue : Palette.Blue);
        return Safe(String(trace["line"]?["color"]) ?? String(marker) ?? Palette.Blue);
    }

    // The colour at a share of the way through a scale of evenly spaced ones.
    private static string Shade(string[] colors, double share)
    {
        double place = share * (colors.Length - 1);
        int i = Math.Min((int)place, colors.Length - 2);
        if (i < 0) return Safe(colors[0]);
        int Mix(int from)
        {
            int a = Convert.ToInt32(colors[i].Substring(from, 2), 16), b = Convert.ToInt32(colors[i + 1].Substring(from, 2), 16);
            return (int)Math.Round(a + ((place - i) * (b - a)));
        }

        return colors[i].Length == 7 && colors[i + 1].Length == 7 ? $"#{Mix(1):X2}{Mix(3):X2}{Mix(5):X2}" : Safe(colors[i]);
    }

    private static double Brightness(string color) => color.Length != 7 ? 1
        : ((0.3 * Convert.ToInt32(color[1..3], 16)) + (0.6 * Convert.ToInt32(color[3..5], 16))
            + (0.1 * Convert.ToInt32(color[5..7], 16))) / 255;

    private void Rectangle(double x, double y, double width, double height, string fill) => svg.Append(
        $"<rect x=\"{Short(x)}\" y=\"{Short(y)}\" width=\"{Short(Math.Max(0, width))}\" height=\"{Short(Math.Max(0, height))}\" "
            + $"fill=\"{Safe(fill)}\"/>");

    private void Line(double x0, double y0, double x1, double y1, string stroke, double width, string? dash = null) =>
        Path($"M{Point(x0, y0)}L{Point(x1, y1)}", stroke, width, dash);

    private void Path(string path, string stroke, double width, string? dash = null)
    {
        if (path.Length == 0) return;
        string dashes = dash switch { null or "solid" => "", "dot" => " stroke-dasharray=\"2 4\"", "dashdot" =>
            " stroke-dasharray=\"7 4 2 4\"", _ => " stroke-dasharray=\"7 5\"" };
        svg.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"{Safe(stroke)}\" stroke-width=\"{Short(width)}\"{dashes}/>");
    }

    private void Text(string text, double x, double y, string anchor, string? color = null, int size = 12, int turn = 0, bool bold = false)
    {
        if (text.Length == 0) return;
        svg.Append($"<text x=\"{Short(x)}\" y=\"{Short(y)}\"").Append(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"");
        if (size != 12) svg.Append(CultureInfo.InvariantCulture, $" font-size=\"{size}\"");
        if (bold) svg.Append(" font-weight=\"bold\"");
        if (color is not null) svg.Append($" fill=\"{Safe(color)}\"");
        if (turn != 0) svg.Append($" transform=\"rotate({turn.ToString(CultureInfo.InvariantCulture)} {Short(x)} {Short(y)})\"");
        svg.Append('>').Append(WebUtility.HtmlEncode(text)).Append("</text>");
    }

    // Plotly's texts hold a little HTML: lines, and marks that a picture need not show.
    private static string[] Lines(string text) =>
        [.. text.Split("<br>").Select(line => PlotlyJson.Unescape(
            Regex.Replace(line, "</?(b|i|span)[^>]*>", "", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))))];

    // Colours come from data where a figure is someone else's.
    private static string Safe(string color) => color.All(c => char.IsAsciiLetterOrDigit(c) || "#(),.% ".Contains(c)) ? color
        : Palette.Grey;

    private static string? String(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Point(double x, double y) => $"{Short(x)} {Short(y)}";

    private static string Short(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
