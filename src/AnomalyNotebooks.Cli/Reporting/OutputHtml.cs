using System.Net;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>Outputs of cells as HTML: the richest form each one has.</summary>
internal static class OutputHtml
{
    /// <summary>One output.</summary>
    public static string Of(JsonNode? output) => (string?)output?["output_type"] switch
    {
        "stream" => $"<pre class=\"{((string?)output["name"] == "stderr" ? "printed warning" : "printed")}\">"
            + $"{Encode(output["text"])}</pre>",
        "error" => Error(output),
        "execute_result" or "display_data" => output["data"] is JsonObject data ? Bundle(data) : "",
        _ => "",
    };

    private static string Bundle(JsonObject data)
    {
        if (data[MimeType.Plotly] is { } figure && Figure(figure, MultilineText.Join(data[MimeType.Text])) is { } drawn) return drawn;
        if (data[MimeType.Explorer] is { } explorer) return Panel(explorer);
        if (data[MimeType.Html] is { } html) return $"<div class=\"rich\">{Rich(MultilineText.Join(html))}</div>";
        if (data[MimeType.Svg] is { } svg)
            return "<img alt=\"\" src=\"data:image/svg+xml;base64,"
                + $"{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(MultilineText.Join(svg)))}\">";
        if (data[MimeType.Png] is { } png)
            return $"<img alt=\"{Encode(data[MimeType.Text])}\" "
            + $"src=\"data:image/png;base64,{WebUtility.HtmlEncode(MultilineText.Join(png).Trim())}\">";
        return data[MimeType.Text] is { } text ? $"<pre class=\"value\">{Encode(text)}</pre>" : "";
    }

    /// <summary>HTML that the notebook brought, cleaned, with the figures in it.</summary>
    private static string Rich(string html)
    {
        var figures = new List<string>();
        string place = Guid.NewGuid().ToString("N");
        string Place(int figure) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"<span class=\"{place}-{figure}\"></span>");
        string clean = ForeignHtml.Clean(FigureScripts.Replace(html, (id, json) =>
        {
            figures.Add(FigureData(id, json));
            return Place(figures.Count - 1);
        }));
        for (int i = 0; i < figures.Count; i++) clean = clean.Replace(Place(i), figures[i], StringComparison.Ordinal);
        return clean;
    }

    /// <summary>A figure; null where it is of somebody else and not of the kind that ours are: its picture or its text is shown
    /// then.</summary>
    private static string? Figure(JsonNode figure, string text)
    {
        try
        {
            Figure shown = AnomalyNotebooks.Figure.FromPlotlyJson(figure.ToJsonString());
            return FigureScripts.Replace(FigureHtml.Write((JsonObject)JsonNode.Parse(shown.ToPlotlyJson())!, text.Length > 0 ? text
                : shown.ToString(), shown.Height), FigureData);
        }
        catch (Exception error) when (error is AnomalyException or InvalidOperationException or FormatException or InvalidCastException
            or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The data of a panel, which the page's script puts in its place.</summary>
    private static string Panel(JsonNode data) =>
        $"<script type=\"application/json\" data-explorer>{data.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal)}</script>";

    /// <summary>The figure's JSON in place of its script: the page draws figures as they come into view.</summary>
    private static string FigureData(string id, string json) =>
        $"<script type=\"application/json\" data-figure-json=\"{id}\">{json.Replace("<", "\\u003c", StringComparison.Ordinal)}</script>";

    private static string Error(JsonNode output)
    {
        string trace = string.Join('\n', ((output["traceback"] as JsonArray) ?? []).Select(line => (string?)line));
        return $"<div class=\"error\"><p><strong>{WebUtility.HtmlEncode((string?)output["ename"])}</strong> "
            + $"{WebUtility.HtmlEncode((string?)output["evalue"])}</p>"
            + (trace.Length > 0 ? $"<pre>{WebUtility.HtmlEncode(trace)}</pre>" : "") + "</div>";
    }

    private static string Encode(JsonNode? text) => WebUtility.HtmlEncode(MultilineText.Join(text));
}
