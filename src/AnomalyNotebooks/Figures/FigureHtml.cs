using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>
/// The HTML form of a figure: an element holding a still picture, and a script that replaces it by the live figure. The script is
/// <c>figure.js</c>,
/// without its comments and indentation.
/// </summary>
internal static class FigureHtml
{
    /// <summary>The version of plotly.js that figures are made for; <c>web/package.json</c> of the command line pins the same.</summary>
    public const string PlotlyVersion = "4.1.1";

    /// <summary>Where a page without plotly.js gets it.</summary>
    public const string PlotlyAddress = $"https://cdn.plot.ly/plotly-cartesian-{PlotlyVersion}.min.js";

    /// <summary>A function of an element's id, a figure, <see cref="DarkColours"/> and <see cref="PlotlyAddress"/>, that draws the figure
    /// into the element.</summary>
    public static readonly string Script = ReadScript();

    /// <summary>The dark theme's colour for each colour of the light one, as JSON.</summary>
    public static readonly string DarkColours =
        "{" + string.Join(',', Theme.DarkColours.Select(pair => $"\"{pair.Key}\":\"{pair.Value}\"")) + "}";

    /// <summary>The fragment of a figure.</summary>
    /// <param name="root">The figure as Plotly takes it.</param>
    /// <param name="text">What it shows, in words.</param>
    /// <param name="height">In pixels.</param>
    public static string Write(JsonObject root, string text, int height)
    {
        string json = PlotlyJson.Write(root);
        // The element is named after its content: the same figure gives the same HTML, and two of them on a page are both drawn.
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 6));
        string words = WebUtility.HtmlEncode(text);
        string title = WebUtility.HtmlEncode(text.Split('\n')[0]);
        string? picture = StaticSvg.Write((JsonObject)JsonNode.Parse(json)!, text, height); // read back: all numbers are of one kind then
        string style = picture is null ? "width:100%;overflow-x:auto;white-space:pre-wrap" : "width:100%;overflow-x:auto";
        return $"""
            <div class="anomaly-figure" data-figure="{id}" role="img" aria-label="{title}" style="{style}">{picture ?? words}</div>
            <script>
            {Script}("{id}",{json},{DarkColours},"{PlotlyAddress}");
            </script>
            """;
    }

    private static string ReadScript()
    {
        using Stream stream = typeof(FigureHtml).Assembly.GetManifestResourceStream("AnomalyNotebooks.Figures.figure.js")!;
        using var reader = new StreamReader(stream);
        IEnumerable<string> lines = reader.ReadToEnd().Split('\n').Select(line => line.Trim());
        return string.Join('\n', lines.Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)));
    }
}
