namespace AnomalyNotebooks;

/// <summary>Puts several outputs together, so that one cell shows them all.</summary>
public static class Show
{
    /// <summary>Below each other.</summary>
    public static IRichOutput All(params IRichOutput[] outputs) => new OutputGroup(outputs, sideBySide: false);

    /// <summary>Side by side where the page is wide enough.</summary>
    public static IRichOutput SideBySide(params IRichOutput[] outputs) => new OutputGroup(outputs, sideBySide: true);
}

/// <summary>Several outputs shown as one, below each other or side by side; made by <see cref="Show"/>.</summary>
[TypeFormatterSource(typeof(OutputGroupFormatterSource))]
internal sealed class OutputGroup : IRichOutput
{
    private readonly bool sideBySide;

    internal OutputGroup(IReadOnlyList<IRichOutput> items, bool sideBySide)
    {
        Items = items;
        this.sideBySide = sideBySide;
    }

    /// <summary>The outputs, in order.</summary>
    public IReadOnlyList<IRichOutput> Items { get; }

    /// <inheritdoc/>
    public string ToHtml()
    {
        // Side by side as long as each has 320 pixels, below each other on a phone.
        string outer = sideBySide ? "display:flex;flex-wrap:wrap;gap:1em 2em;align-items:flex-start"
            : "display:grid;gap:1em;grid-template-columns:minmax(0,1fr)";
        IEnumerable<string> items = Items.Select(item =>
            $"<div style=\"{(!sideBySide ? "" : item is Figure ? "flex:1 1 320px;" : "flex:0 1 auto;")}min-width:0\">\n"
            + $"{item.ToHtml()}\n</div>");
        return $"<div class=\"anomaly-group\" style=\"{outer}\">\n{string.Join('\n', items)}\n</div>";
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n\n", Items);
}
