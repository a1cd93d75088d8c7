using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;
using AnomalyNotebooks.Cli.Verification;

namespace AnomalyNotebooks.Cli.Tests.Verification;

public sealed class NotebookComparisonTest
{
    private const string Here = "aaaa", Elsewhere = "bbbb";

    [Fact]
    public void The_same_outputs_hold()
    {
        NotebookComparison comparison = Compare(Results("""[{"name": "AUROC", "value": 0.97}]"""),
            Results("""[{"name": "AUROC", "value": 0.97}]"""));

        Assert.True(comparison.Holds);
        Assert.Equal((1, 1), comparison.Count(OutputKind.Result));
    }

    [Fact]
    public void A_result_that_moved_in_its_last_bit_is_reported_with_both_values()
    {
        NotebookComparison comparison = Compare(Results("""[{"name": "AUROC", "value": 0.3}]"""),
            Results("""[{"name": "AUROC", "value": 0.30000000000000004}]"""));

        Difference moved = Assert.Single(comparison.Differences);
        Assert.Equal(("AUROC", "0.3", "0.30000000000000004"), (moved.What, moved.Was, moved.Is));
        Assert.StartsWith("+5.5", moved.By, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10.4, true)]
    [InlineData(10.6, false)]
    public void A_stated_tolerance_is_used_and_no_other(double value, bool holds) =>
        Assert.Equal(holds, Compare(
            Results("""[{"name": "loss", "value": 10, "tolerance": 0.5}]"""),
            Results($$"""[{"name": "loss", "value": {{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}}, "tolerance": 0.5}]""")).Holds);

    [Fact]
    public void A_tolerance_that_differs_is_a_difference_by_itself_so_that_neither_side_can_excuse_the_other()
    {
        JsonObject strict = Results("""[{"name": "loss", "value": 10}]"""),
            lenient = Results("""[{"name": "loss", "value": 11, "tolerance": 5}]""");

        Assert.Equal("tolerance of loss", Assert.Single(Compare(strict, lenient).Differences).What);
        Assert.Equal("tolerance of loss", Assert.Single(Compare(lenient, strict).Differences).What);
    }

    [Fact]
    public void Results_that_come_or_go_are_differences()
    {
        NotebookComparison comparison = Compare(Results("""[{"name": "old", "value": 1}]"""), Results("""[{"name": "new", "value": 1}]"""));

        Assert.Equal([("old", "not recorded"), ("new", "1")], comparison.Differences.Select(difference =>
            (difference.What, difference.Is)));
    }

    [Fact]
    public void A_figure_is_compared_by_its_data_and_by_its_looks()
    {
        NotebookComparison recoloured = Compare(Figure("[1, 2, 3]", "red"), Figure("[1, 2, 3]", "blue"));
        NotebookComparison moved = Compare(Figure("[1, 2, 3]", "red"), Figure("[1, 2.5, 3]", "red"));

        Assert.Equal("'train': line.color was 'red', is 'blue'", Assert.Single(recoloured.Differences).By);
        Assert.Equal(("figure 'Loss'", "'train': 1 of 3 values of y moved, by at most 0.5"),
            (Assert.Single(moved.Differences).What, moved.Differences.Single().By));
    }

    [Theory]
    [InlineData("trained in 3.2 s", "trained in 12 s")]
    [InlineData("trained  in 3.2 s\n", "trained in\t450 ms")]
    [InlineData("1,234 rows/s", "9 rows/s")]
    [InlineData("read /work/data/file.csv", "read /home/me/file.csv")]
    [InlineData("on 2026-01-02 10:11:12", "on 2027-03-04 00:00:01")]
    public void Times_rates_dates_paths_and_white_space_never_cause_a_difference(string was, string now) =>
        Assert.True(Compare(Printed(was), Printed(now)).Holds);

    [Theory]
    [InlineData("82,332 flows", "82,331 flows")]
    [InlineData("AUROC 0.97", "AUROC 0.98")]
    [InlineData("epoch 1/30  train 14.5", "epoch 1/30  train 14.6")]
    [InlineData("a line", "")]
    public void Words_and_numbers_do(string was, string now) =>
        Assert.False(Compare(Printed(was), Printed(now)).Holds);

    [Fact]
    public void A_cell_tagged_volatile_is_not_compared() =>
        Assert.True(Compare(Printed("1"), Printed("2"), tags: CellTag.Volatile).Holds);

    [Fact]
    public void On_other_data_only_cells_that_do_not_depend_on_it_are_compared()
    {
        NotebookComparison dependent = Compare(Printed("1"), Printed("2"), nowData: Elsewhere);
        NotebookComparison independent = Compare(Printed("1"), Printed("2"), nowData: Elsewhere, tags: CellTag.AnyData);

        Assert.True(dependent.Holds && dependent.OtherData is not null && dependent.IsEmpty);
        Assert.False(independent.IsEmpty);
        Assert.False(independent.Holds);
    }

    [Fact]
    public void Outputs_older_than_their_code_do_not_hold()
    {
        Notebook committed = Executed(Printed("1"), Here);
        committed.Cells[0].Source = "changed";

        Assert.Contains("older than its code", NotebookComparison.Of(committed, Executed(Printed("1"), Here)).Stale,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_without_committed_outputs_does_not_hold() =>
        Assert.Contains("no committed outputs", NotebookComparison.Of(new NotebookBuilder().Code("1").Build(), Executed(Printed("1"), Here))
            .Stale, StringComparison.Ordinal);

    private static NotebookComparison Compare(JsonObject was, JsonObject now, string nowData = Here, params string[] tags) =>
        NotebookComparison.Of(Executed(was, Here, tags), Executed(now, nowData, tags));

    private static Notebook Executed(JsonObject output, string data, params string[] tags)
    {
        Notebook notebook = new NotebookBuilder().Code("1", tags).Build();
        notebook.Cells[0].Outputs = [output.DeepClone()];
        new ExecutionRecord(NotebookSources.Sha256(notebook), "data", "", data).WriteTo(notebook);
        return notebook;
    }

    private static JsonObject Printed(string text) => new() { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text };

    private static JsonObject Results(string results) => Shown(MimeType.Results, $$"""{"results": {{results}}}""");

    private static JsonObject Figure(string y, string color) =>
        Shown(MimeType.Plotly, $$"""{"data": [{"name": "train", "y": {{y}}, "line": {"color": "{{color}}" } }], "layout": {"title": {"text": "Loss" } } }""");

    private static JsonObject Shown(string mimeType, string json) =>
        new() { ["output_type"] = "execute_result", ["data"] = new JsonObject { [mimeType] = JsonNode.Parse(json) } };
}
