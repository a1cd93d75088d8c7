using System.Text;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>The words of a figure: title, the line under it, a short name for files, and what it shows for those who cannot see
/// it.</summary>
internal sealed record FigureText(string Title, string Subtitle = "", string Summary = "")
{
    private const int TitleWidth = 84;
    private const int SubtitleWidth = 108;

    /// <summary>Short name for files; by default the title in lower case with hyphens.</summary>
    public string Name { get => field.Length > 0 ? field : Slug(Title); init; } = "";

    /// <summary>How many panels the figure has, for the page script to put below each other; 0 where it is not made of panels.</summary>
    public int Panels { get; init; }

    /// <summary>The width below which the figure cannot be read: narrower pages scroll it; 0 where it fits any.</summary>
    public int MinWidth { get; init; }

    /// <summary>Room between title and plot for what stands there: a legend, the titles of panels.</summary>
    public int Extra { get; init; }

    /// <summary>Room for the title's lines and what follows them, in pixels.</summary>
    public int TopMargin => 30 + Extra + (22 * Lines(Title, TitleWidth).Count)
        + (Subtitle.Length == 0 ? 0 : 17 * Lines(Subtitle, SubtitleWidth).Count);

    /// <summary>Plotly's title: at the left, in lines that fit a width of 800 pixels. The page script breaks it anew for narrower
    /// ones.</summary>
    public JsonObject ToTitle()
    {
        string text = string.Join("<br>", Lines(Title, TitleWidth).Select(PlotlyJson.Escape));
        if (Subtitle.Length > 0)
            text += "<br><span style=\"font-size:12px\">"
                + $"{string.Join("<br>", Lines(Subtitle, SubtitleWidth).Select(PlotlyJson.Escape))}</span>";
        return new JsonObject
        {
            ["text"] = text,
            ["x"] = 0,
            ["xanchor"] = "left",
            ["xref"] = "container",
            ["y"] = 1,
            ["yanchor"] = "top",
            ["yref"] = "container",
            // Plotly puts the first of several lines with its foot where a single one has its head.
            ["pad"] = new JsonObject { ["t"] = text.Contains("<br>", StringComparison.Ordinal) ? 25 : 13, ["l"] = 12 },
        };
    }

    /// <summary>The words kept with the figure, so that a figure read back has them.</summary>
    public JsonObject ToMeta() => new()
    {
        ["name"] = Name, ["title"] = Title, ["subtitle"] = Subtitle, ["summary"] = Summary, ["panels"] = Panels, ["extra"] = Extra,
            ["minWidth"] = MinWidth,
    };

    /// <summary>Reads <see cref="ToMeta"/> back; of a figure of someone else, its title.</summary>
    public static FigureText FromLayout(JsonObject? layout)
    {
        if (layout?["meta"] is JsonObject meta && Text(meta["title"]) is { } own)
            return new FigureText(own, Text(meta["subtitle"]) ?? "", Text(meta["summary"]) ?? "") 
            {
                Name = Text(meta["name"]) is { } name && name != Slug(own) ? name : "",
                Panels = Count(meta["panels"]),
                Extra = Count(meta["extra"]),
                MinWidth = Count(meta["minWidth"]),
            };
        string title = Text((layout?["title"] as JsonObject)?["text"]) ?? Text(layout?["title"]) ?? "Figure";
        return new FigureText(PlotlyJson.Unescape(title.Split("<br>")[0]));
    }

    public override string ToString() =>
        string.Join('\n', new[] { Subtitle.Length == 0 ? Title : $"{Title} ({Subtitle})", Summary }.Where(line => line.Length > 0));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A whole number of the JSON; 0 where it is something else.</summary>
    public static int Count(JsonNode? node) => node is not JsonValue value ? 0
        : value.TryGetValue(out int count) ? count
        : value.TryGetValue(out double real) ? (int)real : 0;

    private static List<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }

    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (char c in title)
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        string name = slug.ToString().TrimEnd('-');
        return name.Length == 0 ? "figure" : name;
    }
}
