using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class ForeignDisplayTest
{
    [Fact]
    public async Task A_DataFrame_is_shown_as_a_table_and_a_chart_of_Plotly_NET_as_a_figure()
    {
        string lib = Path.Combine(Repository.Root, "artifacts", "lib");
        NotebookRun run = await Lesson.RunAsync(new NotebookBuilder()
            .Code($"#!import {lib}/AnomalyNotebooks.csx").Code($"#!import {lib}/AnomalyNotebooks.DataAnalysis.csx")
                .Code($"#!import {lib}/AnomalyNotebooks.PlotlyNet.csx")
            .Code("new DataFrame(new StringDataFrameColumn(\"name\", [\"<Worms>\", null]), "
                + "new DoubleDataFrameColumn(\"share\", [0.5, 12]))")
            .Code("new DataFrame(new Int64DataFrameColumn(\"n\", Enumerable.Range(0, 1234).Select(n => (long)n)))")
            .Code("Charts.Bars(\"Flows\", new Axis(\"flows\"), [\"Worms\"], [44]).ToGenericChart()"));

        Assert.True(run.Succeeded, run.Succeeded ? "" : FailureText.Of(run));
        Assert.Equal("name     share\n<Worms>    0.5\n            12", run.Value(4));
        Assert.Contains("<td>&lt;Worms&gt;</td><td style=\"text-align:right\">0.5</td>", MultilineText.Join(Data(run, 4)[MimeType.Html]),
            StringComparison.Ordinal);
        Assert.EndsWith("The first 20 of 1,234 rows.", run.Value(5), StringComparison.Ordinal);
        Assert.Equal("bar", (string?)Data(run, 6)[MimeType.Plotly]!["data"]![0]!["type"]);
        Assert.StartsWith("Flows", run.Value(6), StringComparison.Ordinal);
    }

    private static JsonObject Data(NotebookRun run, int cell) => run.Cells[cell - 1].Cell.Outputs[0]!["data"]!.AsObject();
}
