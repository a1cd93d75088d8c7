using System.Globalization;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// Turns an executed notebook into one to commit: figures as data and as pictures instead of scripts, so that a code host shows
/// them and a diff stays small; no path of this machine; and a record of the code and the data that its outputs came from.
/// </summary>
internal sealed class CommittableNotebook(DataInUse data, FigureRenderer? renderer)
{
    /// <summary>Largest size of a committed notebook, in bytes.</summary>
    public const int MaximumSize = 1_000_000;

    private const string Plotly = "application/vnd.plotly.v1+json";
    private const string Html = "text/html";

    /// <summary>Makes the notebook.</summary>
    /// <param name="executed">The notebook with its outputs, as <see cref="NotebookRun.Notebook"/> has them.</param>
    /// <param name="cancellation">Stops the drawing.</param>
    /// <exception cref="AnomalyException">It would be larger than <see cref="MaximumSize"/>.</exception>
    public async Task<Notebook> MakeAsync(Notebook executed, CancellationToken cancellation = default)
    {
        Notebook notebook = executed.Clone();
        JsonObject[] bundles = [.. notebook.CodeCells.SelectMany(cell => cell.Outputs).Select(output => output?["data"]).OfType<JsonObject>()];
        Dictionary<string, string> pictures = await DrawAsync([.. bundles.SelectMany(FiguresIn).Distinct(StringComparer.Ordinal)], cancellation);
        foreach (JsonObject bundle in bundles) Settle(bundle, pictures);
        foreach (JsonNode? output in notebook.CodeCells.SelectMany(cell => cell.Outputs)) RemovePaths(output);
        new ExecutionRecord(NotebookSources.Sha256(notebook), data.Title, data.Sha256).WriteTo(notebook);

        int size = System.Text.Encoding.UTF8.GetByteCount(notebook.ToText());
        if (size <= MaximumSize) return notebook;
        NotebookCell largest = notebook.CodeCells.MaxBy(cell => cell.Outputs.ToJsonString().Length)!;
        throw new AnomalyException(string.Create(CultureInfo.InvariantCulture, $"{executed.Name} would be {size:N0} bytes with its outputs; a committed notebook may have {MaximumSize:N0}. The most is in cell {largest.CodeNumber}: plot fewer points there."));
    }

    private async Task<Dictionary<string, string>> DrawAsync(string[] figures, CancellationToken cancellation)
    {
        if (renderer is null || figures.Length == 0) return [];
        IReadOnlyList<byte[][]> drawn = await renderer.RenderAsync(figures, PictureSize.Notebook, [PictureFormat.Png], cancellation);
        return figures.Zip(drawn).ToDictionary(pair => pair.First, pair => Convert.ToBase64String(pair.Second[0]), StringComparer.Ordinal);
    }

    private static IEnumerable<string> FiguresIn(JsonObject bundle)
    {
        if (bundle[Plotly] is { } figure) return [figure.ToJsonString()];
        return bundle[Html] is { } html ? FigureScripts.FiguresIn(MultilineText.Join(html)) : [];
    }

    private static void Settle(JsonObject bundle, Dictionary<string, string> pictures)
    {
        if (bundle[Plotly] is { } figure)
        {
            bundle.Remove(Html);
            if (pictures.TryGetValue(figure.ToJsonString(), out string? picture)) bundle["image/png"] = picture;
        }
        else if (bundle[Html] is { } html)
        {
            string text = FigureScripts.ReplaceFigures(MultilineText.Join(html), (_, json, description) => pictures.TryGetValue(json, out string? picture)
                ? $"<img alt=\"{description}\" style=\"max-width:100%\" src=\"data:image/png;base64,{picture}\">"
                : $"<pre>{description}</pre>");
            bundle[Html] = MultilineText.Split(text);
        }
    }

    /// <summary>Paths of this machine become relative to the repository, or name the variable that points to the data.</summary>
    private void RemovePaths(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (string key in json.Select(pair => pair.Key).ToArray())
                    if (Cleaned(json[key]) is { } clean) json[key] = clean;
                    else RemovePaths(json[key]);
                break;
            case JsonArray array:
                for (int i = 0; i < array.Count; i++)
                    if (Cleaned(array[i]) is { } clean) array[i] = clean;
                    else RemovePaths(array[i]);
                break;
        }
    }

    private string? Cleaned(JsonNode? node)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text)) return null;
        string clean = text;
        if (data.File is { } file) clean = clean.Replace(Path.GetDirectoryName(file)!, "$" + FlowSource.DirectoryVariable, StringComparison.Ordinal);
        if (Workspace.FindRoot(Environment.CurrentDirectory) is { } root) clean = clean.Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(root, ".", StringComparison.Ordinal);
        return clean == text ? null : clean;
    }
}
