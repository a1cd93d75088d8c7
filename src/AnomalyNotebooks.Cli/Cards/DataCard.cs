using System.Globalization;
using static AnomalyNotebooks.Cli.Cards.CardText;

namespace AnomalyNotebooks.Cli.Cards;

/// <summary>The card of a file of flows: what is in it, what is missing or repeated, and what could fool a detector.</summary>
/// <remarks>After Gebru et al., Datasheets for Datasets, Communications of the ACM 64(12), 2021: what a program can see of it.</remarks>
internal static class DataCard
{
    private const int ShownColumns = 10;

    /// <summary>Writes the card.</summary>
    public static CardText Of(FlowTable flows)
    {
        int normals = flows.NormalRows().Length, attacks = flows.AttackRows().Length;
        DuplicateFlows repeats = DuplicateFlows.Count(flows);
        var card = new CardText().Heading(1, $"Data card: {Plain(flows.Origin.Title)}")
            .Block("Made by `anomaly card` from the file. Who recorded it, where, when and with whose consent, the file does not say: ask "
                + "its authors.")
            .Heading(2, "What it is")
            .Facts(("file", flows.Origin.Path is { } path ? Plain(Path.GetFileName(path)) : "none: generated"),
                ("SHA-256", $"`{Plain(flows.Origin.Sha256)}`"), ("fingerprint of the flows", $"`{flows.Fingerprint()}`"),
                ("flows", Whole(flows.Count)),
                ("schema", $"{Plain(flows.Schema.Name)}: {flows.Schema.NumericFeatures.Count} numbers, "
                    + $"{flows.Schema.CategoryFeatures.Count} texts"),
                ("labels", flows.IsLabelled ? Plain(string.Join(", ", flows.Schema.LabelColumns)) : "none: all flows are taken as normal"),
                ("missing values", flows.MissingValues() is { Count: > 0 } missing
                    ? string.Join(", ", missing.Select(column => $"{Plain(column.Column)} {Whole(column.Missing)}")) : "none"),
                ("flows equal to an earlier one", $"{Whole(repeats.Repeats)} ({Percent((double)repeats.Repeats / flows.Count)})"),
                ("vectors that are both normal and attack", flows.IsLabelled ? Whole(repeats.BothLabels) : null));
        if (flows.Warnings.Count > 0) card.List([.. flows.Warnings.Select(Plain)]);
        if (flows.IsLabelled)
        {
            card.Heading(2, "What is in it").Table(["category", "flows", "share"], flows.AttackCategory.Values
                .Select(name => (Name: name, Flows: flows.RowsOf(name).Length)).Where(category => category.Flows > 0)
                .OrderByDescending(category => category.Flows)
                .Select(category => (string[])[Plain(category.Name), Whole(category.Flows),
                    Percent((double)category.Flows / flows.Count)]));
        }

        if (normals > 0 && attacks > 0) Apart(card, flows, repeats, attacks);
        Numbers(card, flows);
        return card;
    }

    private static void Apart(CardText card, FlowTable flows, DuplicateFlows repeats, int attacks)
    {
        double share = (double)attacks / flows.Count;
        IReadOnlyList<(string Feature, double Auroc)> alone = LeakageCheck.SingleFeatureAuroc(flows);
        IReadOnlyList<string> timeToLive = flows.Schema.WithRole(ColumnRole.TimeToLive);
        card.Heading(2, "What must not be concluded from it")
            .List([
                $"How common attacks are: {Percent(share)} of these flows are attacks. A detector that calls every flow an attack has an "
                    + $"accuracy of {Percent(share)} here.",
                $"That {Whole(attacks)} attacks are as many observations: {Whole(repeats.AttackRepeats)} of them repeat an earlier one, "
                    + "column for column. Intervals have to draw equal flows together.",
                "How a detector does in another network: the flows come from where they were recorded.",
                .. timeToLive.Count > 0 ? (string[])["That a detector found attacks where it reads "
                    + $"{Plain(string.Join(", ", timeToLive))}: "
                    + "time to live depends on the sender's system and on the way, and can tell a laboratory's machines apart. Judge "
                    + "without it too."] : [],
                NormalBlocks.Of(flows).Remark,
            ])
            .Heading(2, "Columns that tell the classes apart by themselves")
            .Block("AUROC of ranking the flows by one column, in the better direction; 0.5 is guessing. Above "
                + $"{LeakageCheck.Suspect.ToString(CultureInfo.InvariantCulture)} suspect a leak.")
            .Table(["column", "AUROC alone"], alone.Take(ShownColumns).Select(column => (string[])[Plain(column.Feature),
                column.Auroc.ToString("0.000", CultureInfo.InvariantCulture)]));
    }

    private static void Numbers(CardText card, FlowTable flows)
    {
        static string Shown(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
        card.Heading(2, "Its numbers").Table(["column", "distinct", "median", "95 % below", "maximum"],
            FlowSummary.Of(flows, top: 1).Numbers.Select(column => (string[])[Plain(column.Name), Whole(column.Distinct),
                Shown(column.Median), Shown(column.Quantile(0.95)), Shown(column.Maximum)]));
    }
}
