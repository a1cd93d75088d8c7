namespace AnomalyNotebooks;

/// <summary>Puts several outputs together, so that one cell shows them all.</summary>
public static class Show
{
    /// <summary>Below each other.</summary>
    public static OutputGroup All(params IRichOutput[] outputs) => new(outputs, sideBySide: false);

    /// <summary>Side by side where the page is wide enough.</summary>
    public static OutputGroup SideBySide(params IRichOutput[] outputs) => new(outputs, sideBySide: true);
}
