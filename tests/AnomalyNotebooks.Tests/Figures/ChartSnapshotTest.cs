using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>What figures, tables and pages say, kept as files that were looked at.</summary>
public sealed class ChartSnapshotTest
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Kinds => [.. ChartGallery.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_text_and_the_json_of_each_kind_are_those_looked_at(string kind)
    {
        Figure figure = ChartGallery.Figures[kind];
        JsonNode json = JsonNode.Parse(figure.ToPlotlyJson())!;
        // The same in all of them, and the subject of a test of its own.
        json["layout"]!.AsObject().Remove("template");
        json.AsObject().Remove("config");
        Snapshot.Verify($"figure-{kind}", $"{figure}\n\n{Compact(json.ToJsonString(Readable))}");
    }

    [Fact]
    public void The_theme_is_the_one_looked_at()
    {
        JsonNode json = JsonNode.Parse(ChartGallery.Figures["lines"].ToPlotlyJson())!;
        Snapshot.Verify("theme", Compact(json["layout"]!["template"]!.ToJsonString(Readable)) + "\n"
            + Compact(json["config"]!.ToJsonString(Readable)));
    }

    [Fact]
    public void The_html_of_a_figure_is_the_one_looked_at() =>
        Snapshot.Verify(
            "html-figure", Figure.FromPlotlyJson("""{"data":[{"y":[1,2]}],"layout":{"title":{"text":"&lt;script&gt;"}}}""").ToHtml());

    [Fact]
    public void The_html_of_tables_and_groups_is_the_one_looked_at()
    {
        HtmlTable table = HtmlTable.FromRows(["category", "recall"], [["<script>", 0.5], ["Worms", 0.975]]).WithCaption("Recall")
            .WithFormat("recall", "0.0 %");
        Snapshot.Verify("html-table", Show.All(table, Show.SideBySide(Results.Record("1 < 2", 1), Results.Record("a & b", 2))).ToHtml());
    }

    // Lists of numbers and short texts in one line each.
    private static string Compact(string json) => System.Text.RegularExpressions.Regex.Replace(
        json,
        @"\[\s+(?<items>[^\[\]{}]*?)\s+\]",
        list => $"[{string.Join(", ", list.Groups["items"].Value.Split('\n').Select(item => item.Trim().TrimEnd(',')))}]",
        System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(5));
}
