using System.Globalization;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>Compares the outputs of one cell with those that the committed notebook has for it. Both in the form that is
/// committed.</summary>
internal sealed class CellComparison
{
    private readonly List<(OutputKind Kind, Difference? Difference)> compared = [];
    private readonly int cell;

    private CellComparison(int cell) => this.cell = cell;

    /// <summary>What was compared, and what was different in it (null: nothing).</summary>
    public IReadOnlyList<(OutputKind Kind, Difference? Difference)> Compared => compared;

    /// <summary>Compares a cell.</summary>
    /// <param name="committed">The cell of the committed notebook.</param>
    /// <param name="now">The same cell after this run.</param>
    public static CellComparison Of(NotebookCell committed, NotebookCell now)
    {
        var comparison = new CellComparison(now.CodeNumber);
        comparison.CompareResults([.. RecordedResult.In(committed.Outputs)], [.. RecordedResult.In(now.Outputs)]);
        comparison.CompareFigures([.. Figures(committed)], [.. Figures(now)]);
        comparison.CheckPictures(committed);
        comparison.CompareTexts(ComparableText.Of(committed.Outputs), ComparableText.Of(now.Outputs, bundle =>
            ResultsDisplay.Of(bundle, committed.Outputs)));
        return comparison;
    }

    /// <summary>Looks only at what does not depend on the data: whether each committed picture was drawn from its figure.</summary>
    /// <param name="committed">The cell of the committed notebook.</param>
    public static CellComparison OfPictures(NotebookCell committed)
    {
        var comparison = new CellComparison(committed.CodeNumber);
        comparison.CheckPictures(committed);
        return comparison;
    }

    /// <summary>
    /// Whether two results agree: in every bit, or within the tolerance that the run states. That of the committed one is but a text in a
    /// file; it has to be the same.
    /// </summary>
    public static bool Agree(RecordedResult was, RecordedResult now)
    {
        if (was.Value == now.Value) return true;
        return was.Number is { } a && now.Number is { } b && (a.Equals(b) || Math.Abs(a - b) <= now.Tolerance);
    }

    private void CompareResults(RecordedResult[] was, RecordedResult[] now)
    {
        foreach (RecordedResult result in was)
        {
            RecordedResult? other = Array.Find(now, other => other.Name == result.Name);
            if (other is not null && !result.Tolerance.Equals(other.Tolerance))
                Add(OutputKind.Result, new Difference(cell, $"tolerance of {result.Name}", Number(result.Tolerance),
                Number(other.Tolerance), ""));
            else if (other is not null && Agree(result, other)) Add(OutputKind.Result, null);
            else Add(OutputKind.Result, new Difference(cell, result.Name, result.Exact, other?.Exact ?? "not recorded", other is null ? ""
                : Moved(result, other)));
        }

        foreach (RecordedResult result in now.Where(result => was.All(other => other.Name != result.Name)))
            Add(OutputKind.Result, new Difference(cell, result.Name, "not recorded", result.Exact, ""));
    }

    private void CompareFigures(JsonNode[] was, JsonNode[] now)
    {
        for (int i = 0; i < Math.Max(was.Length, now.Length); i++)
        {
            if (i >= was.Length || i >= now.Length)
            {
                JsonNode figure = i < was.Length ? was[i] : now[i];
                Add(OutputKind.Figure, new Difference(cell, FigureComparison.Title(figure), i < was.Length ? "a figure" : "no figure",
                    i < now.Length ? "a figure" : "no figure", ""));
                continue;
            }

            string? moved = FigureComparison.Compare(was[i], now[i]);
            Add(OutputKind.Figure, moved is null ? null : new Difference(cell, FigureComparison.Title(now[i]), "", "", moved));
        }
    }

    private void CheckPictures(NotebookCell committed)
    {
        foreach (JsonObject bundle in committed.Outputs.SelectMany(OutputBundles.In).Where(bundle => bundle.ContainsKey(MimeType.Png)))
            if (bundle[MimeType.Plotly] is { } figure && PictureSeal.Problem(MultilineText.Join(bundle[MimeType.Png]).Trim(), figure)
                is { } problem)
                Add(OutputKind.Figure, new Difference(cell, FigureComparison.Title(figure), "", "", problem));
    }

    private void CompareTexts(IReadOnlyList<string> was, IReadOnlyList<string> now)
    {
        if (was.Count == 0 && now.Count == 0) return;
        int lines = Math.Max(was.Count, now.Count);
        for (int i = 0; i < lines; i++)
        {
            string a = i < was.Count ? was[i] : "", b = i < now.Count ? now[i] : "";
            if (a == b) continue;
            Add(OutputKind.Text, new Difference(cell, "text", a.Length == 0 ? "nothing" : a, b.Length == 0 ? "nothing" : b, ""));
            return;
        }

        Add(OutputKind.Text, null);
    }

    private void Add(OutputKind kind, Difference? difference) => compared.Add((kind, difference));

    private static IEnumerable<JsonNode> Figures(NotebookCell cell) => cell.Outputs.SelectMany(OutputBundles.In).Select(bundle =>
        bundle[MimeType.Plotly]).OfType<JsonNode>();

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Moved(RecordedResult was, RecordedResult now)
    {
        if (was.Number is not { } a || now.Number is not { } b) return "";
        string tolerance = now.Tolerance > 0 ? string.Create(CultureInfo.InvariantCulture, $", tolerance {now.Tolerance:G3}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{b - a:+0.###e+0;-0.###e+0}{tolerance}");
    }
}
