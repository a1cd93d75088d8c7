using System.Globalization;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// Turns an executed notebook into one to commit: figures as data and as pictures instead of scripts, so that a code host shows
/// them and a diff stays small; no path of this machine; and a record of the code and the data that its outputs came from.
/// </summary>
internal sealed class CommittableNotebook(DataInUse data, FigureRenderer? renderer)
{
    /// <summary>Makes the notebook.</summary>
    /// <param name="executed">The notebook with its outputs, as <see cref="NotebookRun.Notebook"/> has them.</param>
    /// <param name="cancellation">Stops the drawing.</param>
    /// <exception cref="AnomalyException">It would be larger than <see cref="NotebookCleaner.MaximumSize"/>.</exception>
    public async Task<Notebook> MakeAsync(Notebook executed, CancellationToken cancellation = default)
    {
        Notebook notebook = executed.Clone();
        foreach (NotebookCell cell in notebook.CodeCells) cell.Outputs = new JsonArray([.. cell.Outputs.SelectMany(Ungroup)]);
        await DrawAsync([.. notebook.CodeCells.SelectMany(cell => cell.Outputs).Select(output => output?["data"]).OfType<JsonObject>()
            .Where(data => data.ContainsKey(MimeType.Plotly))], cancellation);
        foreach (JsonNode? output in notebook.CodeCells.SelectMany(cell => cell.Outputs)) RemovePaths(output);
        NotebookCleaner.Clean(notebook);
        new ExecutionRecord(NotebookSources.Sha256(notebook), data.Title, data.Sha256, data.Fingerprint).WriteTo(notebook);

        int size = System.Text.Encoding.UTF8.GetByteCount(notebook.ToText());
        if (size <= NotebookCleaner.MaximumSize) return notebook;
        NotebookCell largest = notebook.CodeCells.MaxBy(cell => cell.Outputs.ToJsonString().Length)!;
        throw new AnomalyException(string.Create(CultureInfo.InvariantCulture, $"{executed.Name} would be {size:N0} bytes with its "
            + $"outputs; a committed notebook may have {NotebookCleaner.MaximumSize:N0}. The most is in cell {largest.CodeNumber}: plot "
            + $"fewer points there."));
    }

    /// <summary>A group of outputs as outputs of their own: an editor draws each by itself, and verify compares each by itself.</summary>
    private static IEnumerable<JsonNode?> Ungroup(JsonNode? output)
    {
        if (output?["data"]?[MimeType.Outputs] is not JsonArray group) return [output?.DeepClone()];
        return group.OfType<JsonObject>().Select(bundle => new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject(bundle.Select(form =>
                KeyValuePair.Create(form.Key, MimeType.IsJson(form.Key) ? form.Value?.DeepClone()
                : MultilineText.Split(MultilineText.Join(form.Value))))),
            ["metadata"] = new JsonObject(),
        });
    }

    /// <summary>Puts a picture in the place of each figure's script.</summary>
    private async Task DrawAsync(JsonObject[] figures, CancellationToken cancellation)
    {
        foreach (JsonObject figure in figures) figure.Remove(MimeType.Html);
        if (renderer is null) return;
        IReadOnlyList<byte[][]> drawn = await renderer.RenderAsync([.. figures.Select(figure => figure[MimeType.Plotly]!.ToJsonString())],
            PictureSize.Notebook, [PictureFormat.Png], cancellation);
        foreach ((JsonObject figure, byte[][] picture) in figures.Zip(drawn))
            figure[MimeType.Png] = Convert.ToBase64String(PictureSeal.Seal(picture[0], figure[MimeType.Plotly]!));
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
        if (data.File is { } file) clean = clean.Replace(Path.GetDirectoryName(file)!, "$" + FlowSource.DirectoryVariable,
            StringComparison.Ordinal);
        if (Workspace.FindRoot(Environment.CurrentDirectory) is { } root)
            clean = clean.Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
            .Replace(root, ".", StringComparison.Ordinal);
        return clean == text ? null : clean;
    }
}
