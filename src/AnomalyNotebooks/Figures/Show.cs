namespace AnomalyNotebooks;

/// <summary>Puts several outputs together, so that one cell shows them all.</summary>
public static class Show
{
    /// <summary>Below each other.</summary>
    public static IRichOutput All(params IRichOutput[] outputs) => Group(outputs, sideBySide: false);

    /// <summary>Side by side where the page is wide enough.</summary>
    public static IRichOutput SideBySide(params IRichOutput[] outputs) => Group(outputs, sideBySide: true);

    private static OutputGroup Group(IRichOutput[] outputs, bool sideBySide)
    {
        for (int i = 0; i < Require.Given(outputs).Length; i++) Require.Given(outputs[i], FormattableString.Invariant($"outputs[{i}]"));
        return Array.Exists(outputs, HasFigure) ? new FigureGroup(outputs, sideBySide) : new OutputGroup(outputs, sideBySide);

        static bool HasFigure(IRichOutput output) => output is Figure or FigureGroup;
    }
}

/// <summary>Several outputs shown as one, below each other or side by side; made by <see cref="Show"/>.</summary>
[TypeFormatterSource(typeof(OutputGroupFormatterSource))]
internal class OutputGroup : IRichOutput
{
    internal OutputGroup(IReadOnlyList<IRichOutput> items, bool sideBySide)
    {
        Items = items;
        SideBySide = sideBySide;
    }

    /// <summary>The outputs, in order.</summary>
    public IReadOnlyList<IRichOutput> Items { get; }

    /// <summary>Whether they stand beside each other.</summary>
    public bool SideBySide { get; }

    /// <inheritdoc/>
    public string ToHtml()
    {
        // Side by side as long as each has 320 pixels, below each other on a phone.
        string outer = SideBySide ? "display:flex;flex-wrap:wrap;gap:1em 2em;align-items:flex-start"
            : "display:grid;gap:1em;grid-template-columns:minmax(0,1fr)";
        IEnumerable<string> items = Items.Select(item =>
            $"<div style=\"{(!SideBySide ? "" : item is Figure ? "flex:1 1 320px;" : "flex:0 1 auto;")}min-width:0\">\n"
            + $"{item.ToHtml()}\n</div>");
        return $"<div class=\"anomaly-group\" style=\"{outer}\">\n{string.Join('\n', items)}\n</div>";
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n\n", Items);
}

/// <summary>A group with a figure in it, for hosts that draw Plotly's JSON themselves: there it is one figure of several.</summary>
[TypeFormatterSource(typeof(OutputGroupFormatterSource), PreferredMimeTypes = [MimeTypes.Plotly, MimeTypes.Html, MimeTypes.PlainText])]
internal sealed class FigureGroup(IReadOnlyList<IRichOutput> items, bool sideBySide) : OutputGroup(items, sideBySide);
