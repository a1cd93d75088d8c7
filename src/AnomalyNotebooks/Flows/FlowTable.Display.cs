using System.Globalization;

namespace AnomalyNotebooks;

/// <content>How a table of flows shows itself: its first flows, in a few of their columns.</content>
[TypeFormatterSource]
public sealed partial class FlowTable : IRichOutput
{
    /// <summary>The first flows, in the schema's first features and with their attack category, as an HTML table.</summary>
    public string ToHtml() => Shown().ToHtml();

    /// <summary>The same as text.</summary>
    public override string ToString() => Shown().ToString();

    private HtmlTable Shown()
    {
        const int flows = 5, features = 10;
        FlowTable head = Take([.. Enumerable.Range(0, Math.Min(flows, Count))]);
        FlowColumn[] columns = [.. Schema.Features.Take(features)];
        List<object?[]> shown = [.. columns.Select(column => column.IsText ? Texts(head.Category(column.Name))
            : [.. head.Number(column.Name).Cast<object?>()])];
        List<string> headers = [.. columns.Select(column => column.Name)];
        if (IsLabelled)
        {
            headers.Add("attack category");
            shown.Add(Texts(head.AttackCategory));
        }

        string attacks = IsLabelled ? string.Create(CultureInfo.InvariantCulture, $"{IsAttack.AsSpan().Count(true):#,0} of them attacks")
            : "without labels";
        return HtmlTable.FromRows(headers, Enumerable.Range(0, head.Count).Select(row => shown.Select(column => column[row]).ToArray()))
            .WithCaption(Origin.Title)
            .WithNote(string.Create(CultureInfo.InvariantCulture,
                $"{Count:#,0} flows, {attacks}; {columns.Length} of {Schema.Features.Count} features shown."));

        static object?[] Texts(CategoryColumn texts) => [.. Enumerable.Range(0, texts.Count).Select(row => texts[row])];
    }
}
