using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>
/// A Plotly figure. As the last expression of a cell it shows itself: in .NET Interactive and in our runner as Plotly JSON, HTML
/// and text, in Verso as HTML. Immutable; the <c>With</c> methods give changed copies.
/// </summary>
/// <remarks>Made by <see cref="Charts"/>, by <see cref="Pictures"/>, or from anyone's Plotly JSON by
/// <see cref="FromPlotlyJson"/>.</remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = [MimeTypes.Plotly, MimeTypes.Html, MimeTypes.PlainText])]
public sealed class Figure : IRichOutput
{
    private readonly JsonObject root;

    internal Figure(FigureText text, JsonArray data, JsonObject layout)
    {
        if (layout["legend"] is JsonObject legend && legend["orientation"] is not null) text =
            text with { Extra = text.Extra + ChartParts.LegendHeight(data) };
        Text = text;
        layout["title"] = text.ToTitle();
        layout["meta"] = text.ToMeta();
        layout["margin"] ??= new JsonObject { ["t"] = text.TopMargin, ["l"] = 64, ["r"] = 24, ["b"] = 56 };
        layout["height"] ??= DefaultHeight;
        layout["template"] = Theme.Template();
        root = new JsonObject
        {
            ["data"] = data,
            ["layout"] = layout,
            ["config"] = Config(),
        };
    }

    private Figure(FigureText text, JsonObject root)
    {
        Text = text;
        this.root = root;
    }

    /// <summary>Height in pixels where a figure does not need another.</summary>
    internal const int DefaultHeight = 450;

    /// <summary>What the figure is called in its title.</summary>
    public string Title => Text.Title;

    /// <summary>The line under the title: which data, which protocol.</summary>
    public string Subtitle => Text.Subtitle;

    /// <summary>Short name for files, such as <c>loss</c>.</summary>
    public string Name => Text.Name;

    /// <summary>Height in pixels.</summary>
    public int Height => FigureText.Count(root["layout"]?["height"]) is > 0 and int pixels ? pixels : DefaultHeight;

    private FigureText Text { get; }

    /// <summary>Reads any Plotly figure: an object with <c>data</c> and, if it has them, <c>layout</c>, <c>config</c> and
    /// <c>frames</c>.</summary>
    /// <exception cref="AnomalyException">The text is not JSON, or not a figure.</exception>
    public static Figure FromPlotlyJson(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json);
        }
        catch (JsonException error)
        {
            throw new AnomalyException($"A Plotly figure is a JSON object; this is no JSON: {error.Message}", error);
        }

        if (node is not JsonObject root || root["data"] is not JsonArray || root["layout"] is not (null or JsonObject))
            throw new AnomalyException("A Plotly figure is a JSON object {\"data\": [traces], \"layout\": {...}}; this JSON has another "
                + "shape.");
        return new Figure(FigureText.FromLayout((JsonObject?)root["layout"]), root);
    }

    /// <summary>The figure with another title.</summary>
    public Figure WithTitle(string title) => With(Text with { Title = title });

    /// <summary>The figure with another line under its title.</summary>
    public Figure WithSubtitle(string subtitle) => With(Text with { Subtitle = subtitle });

    /// <summary>The figure with another name for files.</summary>
    public Figure WithName(string name) => With(Text with { Name = name });

    /// <summary>The figure with another text below its title in <see cref="ToString"/>.</summary>
    public Figure WithSummary(string summary) => With(Text with { Summary = summary });

    /// <summary>The figure with another height, in pixels; the width is the page's.</summary>
    public Figure WithHeight(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 50);
        var copy = (JsonObject)root.DeepClone();
        Layout(copy)["height"] = pixels;
        return new Figure(Text, copy);
    }

    /// <summary>The figure in the dark theme's colours, for dark slides; pages need not ask, they switch by themselves.</summary>
    public Figure WithDarkTheme() => new(Text, (JsonObject)Theme.Darken(root)!);

    /// <summary>The figure as Plotly takes it: <c>{"data": [...], "layout": {...}, "config": {...}}</c>.</summary>
    public string ToPlotlyJson() => PlotlyJson.Write(root);

    /// <summary>An HTML fragment: a still picture, replaced by the live figure where the page runs scripts and has or can load
    /// plotly.js.</summary>
    public string ToHtml() => FigureHtml.Write(root, ToString(), Height);

    /// <summary>Title and what the figure shows, in words and a few numbers.</summary>
    public override string ToString() => Text.ToString();

    private Figure With(FigureText text)
    {
        var copy = (JsonObject)root.DeepClone();
        JsonObject layout = Layout(copy);
        layout["title"] = text.ToTitle();
        layout["meta"] = text.ToMeta();
        if (layout["margin"] is JsonObject margin) margin["t"] = text.TopMargin;
        return new Figure(text, copy);
    }

    // Plotly offers to upload a figure's data ("Share chart...") and to select points, which does nothing here: both are left out.
    private static JsonObject Config() => new()
    {
        ["displaylogo"] = false,
        ["modeBarButtonsToRemove"] = new JsonArray("lasso2d", "select2d"),
        ["responsive"] = true,
        ["showSendToCloud"] = false,
    };

    private static JsonObject Layout(JsonObject root)
    {
        if (root["layout"] is not JsonObject layout) root["layout"] = layout = [];
        return layout;
    }
}
