using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;
using AnomalyNotebooks.Cli.Verification;
using AnomalyNotebooks.Tests.Fuzzing;

namespace AnomalyNotebooks.Cli.Tests.Notebooks;

/// <summary>Whatever a notebook file holds: it is refused with a reason, or every command that reads it can work with it.</summary>
public sealed class NotebookFuzzTest
{
    private static readonly string[] Corpus = [Sample(), Sample().Replace("execute_result", "display_data", StringComparison.Ordinal)];

    private static readonly byte[][] Words =
        [.. new[] { "\"", "{", "}", "[", "]", ",", ":", "null", "\\ud800", "\\u0000", "1e999", "\"outputs\":[5]", "\"text\":[1]",
            "#r \"nuget:x\"", "<<<<<<< ", "\u001b[2J", "\0" }.Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void A_file_with_changed_bytes_is_read_or_refused_with_a_reason()
    {
        byte[][] corpus = [.. Corpus.Select(Encoding.UTF8.GetBytes)];

        (int read, int refused) = Fuzz.Run<AnomalyException>(1, random => Fuzz.Bytes(random, corpus, Words), Use);

        Assert.True(read > Fuzz.Count / 50 && refused > Fuzz.Count / 50, $"{read} read, {refused} refused: the inputs test one side only");
    }

    [Fact]
    public void A_file_with_parts_of_other_types_is_read_or_refused_with_a_reason()
    {
        (int read, int refused) = Fuzz.Run<AnomalyException>(2, random => FuzzJson.Mutate(random, Corpus), Use);

        Assert.True(read > Fuzz.Count / 50 && refused > Fuzz.Count / 50, $"{read} read, {refused} refused: the inputs test one side only");
    }

    // What clean, run, verify, present and figures do with a notebook, short of executing it.
    private static void Use(byte[] bytes)
    {
        Notebook notebook = NotebookReader.Parse(Encoding.UTF8.GetString(bytes), "/tests/lesson.ipynb");
        Notebook clean = notebook.Clone();
        NotebookCleaner.Clean(clean);
        Assert.Equal(clean.ToText(), NotebookReader.Parse(clean.ToText(), "/tests/lesson.ipynb").ToText());
        _ = NotebookCleaner.Problems(notebook, "").Count();
        _ = ExecutionRecord.In(notebook);
        foreach (NotebookCell cell in notebook.CodeCells)
        {
            _ = RecordedResult.In(cell.Outputs).Select(result => result.Shown + result.Number).Count();
            foreach (JsonNode? output in cell.Outputs) _ = OutputHtml.Of(output);
            _ = CellComparison.Of(cell, cell).Compared.Count;
        }

        _ = NotebookFigure.In(notebook).Count;
        _ = new SlideDeck(notebook, PlotlyJs.FindIn("/nowhere")).Slides().Count;
        NotebookPlan plan = NotebookPlan.For(notebook);
        _ = ParameterCell.In(plan.Notebook).Count;
        if (bytes.Length % 16 == 0) _ = CSharpFile.ToText(notebook, "/tests/lesson.cs"); // the compiler is slow
    }

    private static string Sample()
    {
        Notebook notebook = new NotebookBuilder()
            .Markdown("# A lesson\n\n[a link](javascript:1) ![a picture](../x.png)")
            .Code("int epochs = 3; // passes (smoke: 1)", "parameters")
            .Code("1 + 1")
            .Build();
        notebook.Cells[0].Json["attachments"] = JsonNode.Parse("""{"x.png": {"image/png": "iVBORw0KGgo="}}""");
        notebook.Cells[1].Outputs = JsonNode.Parse(
            """
            [{"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
             {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}]
            """)!.AsArray();
        notebook.Cells[2].ExecutionCount = 2;
        notebook.Cells[2].Outputs = JsonNode.Parse(
            """
            [{"output_type": "execute_result", "execution_count": 2, "metadata": {}, "data": {"text/plain": ["2"], "text/html": "<b>2</b>", "image/png": "iVBORw0KGgo=",
              "application/vnd.plotly.v1+json": {"data": [{"type": "scatter", "x": [1, 2], "y": [3, 4]}], "layout": {"title": {"text": "T"}, "height": 300}},
              "application/vnd.anomaly.result+json": {"results": [{"name": "a", "value": 1.5, "tolerance": 0.1}, {"name": "b", "value": "text"}]}}},
             {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.anomaly.outputs+json": [{"text/plain": "x"}, {"text/html": ["<i>x</i>"]}]}}]
            """)!.AsArray();
        new ExecutionRecord(NotebookSources.Sha256(notebook), "data", "", "").WriteTo(notebook);
        return notebook.ToText();
    }
}
