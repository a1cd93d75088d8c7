using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Export;

/// <summary>An executed notebook as Markdown, with its figures as picture files beside it.</summary>
internal sealed class MarkdownFile(FigureRenderer? renderer)
{
    /// <summary>Writes the file and the folder of its pictures.</summary>
    /// <returns>Number of pictures written.</returns>
    public async Task<int> WriteAsync(Notebook notebook, string path, CancellationToken cancellation)
    {
        OutputPlace.RequireOurs(path);
        JsonObject[] bundles = [.. notebook.CodeCells.SelectMany(cell => cell.Outputs).SelectMany(OutputBundles.In)];
        Dictionary<JsonObject, byte[]> pictures = await PicturesAsync(bundles, cancellation);
        string folder = Path.GetFileNameWithoutExtension(path) + "_files";
        var names = new Dictionary<JsonObject, string>();
        foreach ((JsonObject bundle, byte[] picture) in pictures)
        {
            names[bundle] = string.Create(CultureInfo.InvariantCulture, $"{folder}/figure-{names.Count + 1}.png");
            AtomicFile.Write(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, names[bundle]), picture);
        }

        AtomicFile.WriteText(path, ToText(notebook, names));
        return pictures.Count;
    }

    private static string ToText(Notebook notebook, Dictionary<JsonObject, string> pictures)
    {
        var text = new StringBuilder("<!-- Made by: anomaly export --to md -->\n\n");
        foreach (NotebookCell cell in notebook.Cells)
        {
            if (cell.Kind == CellKind.Markdown) text.Append(cell.Source.Trim()).Append("\n\n");
            if (!cell.IsCode) continue;
            if (!cell.HasTag(CellTag.HideInput)) text.Append(Fenced("csharp", cell.Source));
            foreach (JsonNode? output in cell.Outputs) text.Append(Output(output, pictures));
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Output(JsonNode? output, Dictionary<JsonObject, string> pictures) => (string?)output?["output_type"] switch
    {
        "stream" => Fenced("text", MultilineText.Join(output["text"])),
        "error" => Fenced("text", $"{(string?)output["ename"]}: {(string?)output["evalue"]}"),
        _ => string.Concat(OutputBundles.In(output).Select(bundle => Bundle(bundle, pictures))),
    };

    private static string Bundle(JsonObject bundle, Dictionary<JsonObject, string> pictures)
    {
        string text = MultilineText.Join(bundle[MimeType.Text]);
        if (pictures.TryGetValue(bundle, out string? picture))
            return $"![{text.Split('\n')[0].Replace("]", "", StringComparison.Ordinal)}]({picture})\n\n";
        return Fenced("text", text);
    }

    private static string Fenced(string language, string text)
    {
        // A fence is longer than any run of back ticks in what it holds.
        string fence = new('`', Math.Max(3, text.Split('\n').Max(line => line.TakeWhile(c => c == '`').Count()) + 1));
        return text.Trim().Length == 0 ? "" : $"{fence}{language}\n{text.Trim('\n', '\r')}\n{fence}\n\n";
    }

    private static byte[] Png(JsonNode png)
    {
        string base64 = MultilineText.Join(png).Trim();
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? bytes[..length]
            : throw new NotebookFormatException("A picture among the outputs is not in base 64: run the notebook again.");
    }

    /// <summary>The picture of each figure: the one it carries, else one drawn now.</summary>
    private async Task<Dictionary<JsonObject, byte[]>> PicturesAsync(JsonObject[] bundles, CancellationToken cancellation)
    {
        var pictures = new Dictionary<JsonObject, byte[]>();
        JsonObject[] undrawn = [.. bundles.Where(bundle => bundle.ContainsKey(MimeType.Plotly) && !bundle.ContainsKey(MimeType.Png))];
        IReadOnlyList<byte[][]> drawn = renderer is null ? []
            : await renderer.RenderAsync([.. undrawn.Select(bundle => bundle[MimeType.Plotly]!.ToJsonString())], PictureSize.Notebook,
            [PictureFormat.Png], cancellation);
        Dictionary<JsonObject, byte[]> now = undrawn.Zip(drawn).ToDictionary(pair => pair.First, pair => pair.Second[0]);
        foreach (JsonObject bundle in bundles)
        {
            if (now.TryGetValue(bundle, out byte[]? picture)) pictures[bundle] = picture;
            else if (bundle[MimeType.Png] is { } png) pictures[bundle] = Png(png);
        }

        return pictures;
    }
}
