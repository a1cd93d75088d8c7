using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>
/// A still picture of a figure for pages that run no script or have no network: bars, lines, points, heat maps and rings, drawn from
/// the figure's Plotly JSON. It shows what the live figure shows, without hovering; traces of other kinds are left out.
/// </summary>
internal sealed partial class StaticSvg
{
    private const int Width = 800;
    private const double Character = 6.6; // mean width of a letter at 12 pixels

    private readonly StringBuilder svg = new();
    private readonly JsonObject layout;
    private readonly JsonObject[] traces;
    private readonly Dictionary<string, SvgAxis> axes = new(StringComparer.Ordinal);
    private readonly double left, right, top, bottom; // of the plots together, in pixels

    private StaticSvg(JsonObject figure, int height)
    {
        layout = figure["layout"] as JsonObject ?? [];
        traces = [.. (figure["data"] as JsonArray ?? []).OfType<JsonObject>()];
        foreach ((string key, JsonNode? value) in layout)
            if (key.Length >= 5 && key[1..5] == "axis" && value is JsonObject json) axes[key[..1] + key[5..]] =
                new SvgAxis(json, key[..1] + key[5..], traces);
        axes.TryAdd("x", new SvgAxis([], "x", traces));
        axes.TryAdd("y", new SvgAxis([], "y", traces));
        foreach (SvgAxis axis in axes.Values.Where(axis => axis.Matches is not null)) axis.TakeRange(axes.GetValueOrDefault(axis.Matches!));

        bool plain = !axes["x"].IsVisible;
        double Longest(char which) => axes.Where(axis => axis.Key[0] == which).SelectMany(axis => axis.Value.Ticks())
            .Select(tick => Lines(tick.Text).Max(line => line.Length)).DefaultIfEmpty(0).Max();
        left = plain ? 12 : Math.Max(52, 24 + (Longest('y') * Character) + (axes["y"].Title.Length > 0 ? 18 : 0));
        right = Width - (plain ? 12 : 28);
        top = (double?)layout["margin"]?["t"] ?? 60;
        bottom = height - (plain ? 12 : axes["x"].IsCategory && Longest('x') > 10 ? 30 + (Longest('x') * 4.8) : 54);
    }

    /// <summary>The picture as an <c>svg</c> element.</summary>
    /// <param name="figure">A figure as Plotly takes it.</param>
    /// <param name="words">What it shows, for those who cannot see it.</param>
    /// <param name="height">In pixels; the width is 800, or what the page has.</param>
    /// <returns>Null where no trace of the figure can be drawn.</returns>
    public static string? Write(JsonObject figure, string words, int height)
    {
        var picture = new StaticSvg(figure, height);
        if (!picture.traces.Any(trace => Kind(trace) is "bar" or "scatter" or "heatmap" or "pie")) return null;
        picture.Draw(words, height);
        return picture.svg.ToString();
    }

    private void Draw(string words, int height)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" "
            + $"role=\"img\" ");
        svg.Append($"style=\"display:block;max-width:{Width}px;width:100%;height:auto;font:12px {Theme.FontFamily}\" "
            + $"fill=\"{Theme.Text}\">");
        svg.Append("<title>").Append(WebUtility.HtmlEncode(words)).Append("</title>");
        Rectangle(0, 0, Width, height, Theme.Paper);
        Title();
        if (traces.Any(trace => Kind(trace) == "pie"))
        {
            foreach (JsonObject trace in traces.Where(trace => Kind(trace) == "pie")) Pie(trace);
        }
        else
        {
            Shapes();
            foreach (SvgAxis x in Axes('x').Where(axis => axis.IsVisible)) Frame(x, axes[x.Anchor ?? "y"]);
            Traces();
            Annotations();
            if ((bool?)layout["showlegend"] == true) Legend();
        }

        svg.Append("</svg>");
    }

    private IEnumerable<SvgAxis> Axes(char which) => axes.Where(axis => axis.Key[0] == which).Select(axis => axis.Value);

    private double X(SvgAxis axis, double position) => left + (axis.Share(position) * (right - left));

    private double Y(SvgAxis axis, double position) => bottom - (axis.Share(position) * (bottom - top));

    private (SvgAxis X, SvgAxis Y) AxesOf(JsonObject trace) =>
        (axes.GetValueOrDefault(String(trace["xaxis"]) ?? "x") ?? axes["x"],
            axes.GetValueOrDefault(String(trace["yaxis"]) ?? "y") ?? axes["y"]);

    private void Title()
    {
        string[] lines = Lines(String(layout["title"]?["text"]) ?? String(layout["title"]) ?? "");
        string? subtitle = String(layout["meta"]?["subtitle"]);
        double y = 24;
        for (int i = 0; i < lines.Length; i++)
        {
            bool isSubtitle = !string.IsNullOrEmpty(subtitle) && i > 0 && subtitle.Contains(lines[i], StringComparison.Ordinal);
            Text(lines[i], 12, y, "start", size: isSubtitle ? 12 : 17);
            y += isSubtitle ? 17 : 20;
        }
    }

    private void Frame(SvgAxis x, SvgAxis y)
    {
        double x0 = X(x, x.Low), x1 = X(x, x.High), y0 = Math.Max(Y(y, y.Low), Y(y, y.High)), y1 = Math.Min(Y(y, y.Low), Y(y, y.High));
        if (x.ShowGrid)
            foreach ((double at, _) in x.Ticks()) Line(X(x, at), y0, X(x, at), y1, Theme.Grid, 1);
        if (y.ShowGrid)
            foreach ((double at, _) in y.Ticks()) Line(x0, Y(y, at), x1, Y(y, at), Theme.Grid, 1);
        if (x.ShowLine) Line(x0, y0, x1, y0, Theme.AxisLine, 1);
        if (y.ShowLine) Line(x0, y0, x0, y1, Theme.AxisLine, 1);
        bool slanted = x.IsCategory && x.Ticks().Any(tick => tick.Text.Length > 10);
        foreach ((double at, string text) in x.Ticks())
        {
            if (slanted) Text(text, X(x, at) + 4, y0 + 14, "end", size: x.Crowded ? 9 : 12, turn: x.Crowded ? -90 : -45);
            else Text(text, X(x, at), y0 + 17, "middle");
        }

        if (y.ShowLabels)
            foreach ((double at, string text) in y.Ticks()) Text(text, x0 - 7, Y(y, at) + 4, "end", size: y.Crowded ? 10 : 12);
        if (x.Title.Length > 0) Text(x.Title, (x0 + x1) / 2, bottom + 40, "middle", size: 13);
        if (y.Title.Length > 0) Text(y.Title, 18, (y0 + y1) / 2, "middle", size: 13, turn: -90);
    }

    private void Shapes()
    {
        foreach (JsonObject shape in (layout["shapes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string fill = String(shape["fillcolor"]) ?? "none", stroke = String(shape["line"]?["color"]) ?? "none";
            switch (String(shape["type"]))
            {
                case "rect":
                    double[] corner = [PlaceX(shape, "x0"), PlaceY(shape, "y1"), PlaceX(shape, "x1"), PlaceY(shape, "y0")];
                    Rectangle(corner[0], corner[1], corner[2] - corner[0], corner[3] - corner[1], fill);
                    break;
                case "path":
                    double[] at = [.. (String(shape["path"]) ?? "").Split(['M', 'L', 'Z', ',', ' '], StringSplitOptions.RemoveEmptyEntries)
                        .Select(Number)];
                    IEnumerable<string> points = at.Chunk(2).Where(pair => pair.Length == 2)
                        .Select(pair => Point(X(axes["x"], pair[0]), Y(axes["y"], pair[1])));
                    svg.Append($"<path d=\"M{string.Join('L', points)}Z\" fill=\"{Safe(fill)}\"/>");
                    break;
            }
        }
    }

    private void Annotations()
    {
        foreach (JsonObject shape in (layout["shapes"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(shape => String(shape["type"]) == "line"))
            Line(PlaceX(shape, "x0"), PlaceY(shape, "y0"), PlaceX(shape, "x1"), PlaceY(shape, "y1"),
                String(shape["line"]?["color"]) ?? Theme.Text, 1.5, String(shape["line"]?["dash"]));
        foreach (JsonObject note in (layout["annotations"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string[] lines = Lines(String(note["text"]) ?? "");
            string anchor = String(note["xanchor"]) switch { "left" => "start", "right" => "end", _ => "middle" };
            int size = (int)(((double?)note["font"]?["size"]) ?? 12);
            double x = PlaceX(note, "x") + ((double?)note["xshift"] ?? 0), y = PlaceY(note, "y");
            y += String(note["yanchor"]) == "bottom" ? -4 - ((lines.Length - 1) * (size + 3)) : size + 1;
            bool isBold = (String(note["text"]) ?? "").StartsWith("<b>", StringComparison.Ordinal);
            for (int i = 0; i < lines.Length; i++)
                Text(lines[i], x, y + (i * (size + 3)), anchor, String(note["font"]?["color"]), size, bold: isBold && i == 0);
        }
    }

    private double PlaceX(JsonObject item, string key)
    {
        string reference = String(item["xref"]) ?? "x", name = reference.Split(' ')[0];
        if (reference == "paper" || !axes.TryGetValue(name, out SvgAxis? axis)) return left + ((double)(item[key] ?? 0) * (right - left));
        if (reference != name) return X(axis, axis.Low) + ((double)(item[key] ?? 0) * (X(axis, axis.High) - X(axis, axis.Low)));
        return X(axis, axis.Coordinate(item[key], isPower: key == "x"));
    }

    private double PlaceY(JsonObject item, string key)
    {
        string reference = String(item["yref"]) ?? "y", name = reference.Split(' ')[0];
        if (reference == "paper" || !axes.TryGetValue(name, out SvgAxis? axis)) return bottom - ((double)(item[key] ?? 0) * (bottom - top));
        if (reference != name) return Y(axis, axis.Low) + ((double)(item[key] ?? 0) * (Y(axis, axis.High) - Y(axis, axis.Low)));
        return Y(axis, axis.Coordinate(item[key], isPower: key == "y"));
    }

    private void Legend()
    {
        double x = left, y = top - 10 - (((string?)layout["meta"]?["panels"]?.ToString() is { Length: > 0 } panels && panels != "0") ? 34
            : 0);
        JsonObject[] named = [.. traces.Where(trace => String(trace["name"]) is not null && (bool?)trace["showlegend"] != false)];
        int lines = 1;
        double all = left;
        foreach (JsonObject trace in named)
        {
            double wide = 42 + (Lines(String(trace["name"])!)[0].Length * Character);
            if (all + wide > right && all > left) (all, lines) = (left, lines + 1);
            all += wide;
        }

        y -= (lines - 1) * 17;
        foreach (JsonObject trace in named)
        {
            string name = Lines(String(trace["name"])!)[0];
            double wide = 42 + (name.Length * Character);
            if (x + wide > right && x > left) (x, y) = (left, y + 17);
            string color = ColorOf(trace);
            if (Kind(trace) == "scatter" && (String(trace["mode"]) ?? "").Contains("lines", StringComparison.Ordinal))
                Line(x, y - 4, x + 22, y - 4, color, 2.5, String(trace["line"]?["dash"]));
            else Rectangle(x + 6, y - 9, 10, 10, color);
            Text(name, x + 28, y, "start");
            x += wide;
        }
    }
}
