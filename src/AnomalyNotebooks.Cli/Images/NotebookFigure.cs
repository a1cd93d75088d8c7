using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Images;

/// <summary>A figure found among the outputs of an executed notebook.</summary>
/// <param name="FileName">For its files, without extension: notebook and figure, such as <c>03-training-loss</c>.</param>
/// <param name="Figure">The figure.</param>
internal sealed record NotebookFigure(string FileName, Figure Figure)
{
    /// <summary>The figures of a notebook in the order of its cells; a name that comes again gets a number.</summary>
    public static IReadOnlyList<NotebookFigure> In(Notebook notebook)
    {
        var found = new List<NotebookFigure>();
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonObject bundle in notebook.CodeCells.SelectMany(cell => cell.Outputs).SelectMany(OutputBundles.In))
        {
            if (Json(bundle[MimeType.Plotly]) is not { } json) continue;
            Figure figure = Figure.FromPlotlyJson(json);
            int use = uses[figure.Name] = uses.GetValueOrDefault(figure.Name) + 1;
            found.Add(new NotebookFigure($"{notebook.Name}-{FileSafe(figure.Name)}{(use == 1 ? "" : $"-{use}")}", figure));
        }

        return found;
    }

    // Most hosts keep the JSON as JSON; some as text.
    private static string? Json(JsonNode? data) => data switch
    {
        null => null,
        JsonObject figure => figure.ToJsonString(),
        _ => MultilineText.Join(data),
    };

    // A figure of someone else may be called anything.
    private static string FileSafe(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}
