using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>
/// The first page of a report, for who reads nothing else: what was asked, what came out, one figure, what not to conclude. Every number
/// is a result that a lesson has recorded; a sentence whose results were not recorded is left out.
/// </summary>
internal sealed class FrontPage
{
    private const string Asked = "Can a detector that was fitted on normal flows alone find attacks, how many false alarms does that "
        + "cost, and does it still work on other traffic than it was fitted on?";

    private const string Published = "median accuracy as published", WithoutLabels = "AUROC without label and attack_cat",
        InADay = "precision in a day";

    private readonly Dictionary<string, RecordedResult> results;
    private readonly IReadOnlyList<string> cautions;

    /// <summary>Of the lessons that ran.</summary>
    /// <param name="runs">The lessons.</param>
    /// <param name="cautions">What about this run itself forbids conclusions.</param>
    public FrontPage(IReadOnlyList<NotebookRun> runs, IReadOnlyList<string> cautions)
    {
        this.cautions = cautions;
        results = runs.SelectMany(run => run.Results).GroupBy(result => result.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
    }

    /// <summary>Names of the results that sentences are made of.</summary>
    public static IReadOnlyList<string> Needed { get; } =
    [
        Got("random-holdout"), Recall("random-holdout"), Got("block"), Recall("block"), Published, WithoutLabels, InADay,
    ];

    /// <summary>The page as HTML; empty where no lesson has recorded what it tells.</summary>
    public string ToHtml()
    {
        string[] came = [.. CameOut()];
        if (came.Length == 0) return "";
        var html = new StringBuilder("<section class=\"front\" aria-label=\"In short\">\n<h2>What was asked</h2>\n<p>")
            .Append(WebUtility.HtmlEncode(Asked)).Append("</p>\n<h2>What came out</h2>\n").Append(List(came));
        if (Picture() is { } figure) html.Append("<div class=\"output\">").Append(OutputHtml.Of(figure)).Append("</div>\n");
        return html.Append("<h2>What not to conclude</h2>\n").Append(List([.. NotToConclude()])).Append("</section>\n").ToString();
    }

    private IEnumerable<string> CameOut()
    {
        if (Share(Recall("random-holdout")) is { } found && Share(Got("random-holdout")) is { } alarms)
            yield return $"On traffic like that it was fitted on, the best detector of the workbook found {found} of the attacks. "
                + $"{alarms} of the normal flows raised a false alarm, where 1 % was asked for.";
        if (Share(Recall("block")) is { } foundAway && Share(Got("block")) is { } alarmsAway)
            yield return $"On another stretch of the same file it found {foundAway}, and {alarmsAway} of the normal flows raised a false "
                + "alarm, with a threshold set in the same way.";
        if (Share(Published) is { } published && Share(WithoutLabels) is { } left)
            yield return $"An accuracy of {published}, as a published project reports it, comes out again if the network reads the label. "
                + $"Without the two label columns the same recipe ranks an attack above a normal flow in {left} of the cases; guessing "
                + "gives 50 %.";
        if (Share(InADay) is { } real)
            yield return $"With the traffic assumed in lesson 8, where attacks are rare, {real} of a day's alarms would be attacks.";
    }

    private IEnumerable<string> NotToConclude()
    {
        foreach (string caution in cautions) yield return caution;
        if (Share(Got("block")) is { } away && Share(Got("random-holdout")) is { } home)
            yield return $"That a rate of false alarms holds on other traffic. Here it was {home} at home and {away} on another stretch; "
                + "on another network nobody has measured it.";
        if (Share(Published) is not null)
            yield return "That a high accuracy means a good detector. Accuracy depends on the share of attacks in the file, and what "
                + "reads the label is right about every flow.";
        yield return "That an alarm is an attack, or silence safety: a detector of this kind says how unusual a flow is.";
        yield return "That these figures hold for other seeds or other flows: each lesson says how many seeds it used and gives intervals "
            + "where it compares.";
    }

    // Asked and got, at home and away.
    private JsonNode? Picture()
    {
        string[] protocols = ["random-holdout", "block"];
        double?[] got = [.. protocols.Select(protocol => Number(Got(protocol)))], found = [.. protocols.Select(p => Number(Recall(p)))];
        if (got.Concat(found).Any(value => value is null)) return null;
        Figure figure = Charts.GroupedBars("One per cent of false alarms was asked for", Axis.Share("share of the flows"),
            ["like the traffic fitted on", "another stretch of the file"],
            [("normal flows that raised an alarm", [.. got.Select(value => value!.Value)]),
                ("attacks found", [.. found.Select(value => value!.Value)])]).WithName("front-page");
        return new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject { [MimeType.Plotly] = JsonNode.Parse(figure.ToPlotlyJson()), [MimeType.Text] = figure.ToString() },
        };
    }

    private static string Got(string protocol) => $"FPR got where 1 % is asked, {protocol}";

    private static string Recall(string protocol) => $"recall there, {protocol}";

    private double? Number(string name) => results.GetValueOrDefault(name)?.Number;

    private string? Share(string name) => Number(name) is { } share
        ? (share * 100).ToString(share < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %" : null;

    private static string List(string[] items) =>
        $"<ul>\n{string.Concat(items.Select(item => $"<li>{WebUtility.HtmlEncode(item)}</li>\n"))}</ul>\n";
}
