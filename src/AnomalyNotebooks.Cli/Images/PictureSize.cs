namespace AnomalyNotebooks.Cli.Images;

/// <summary>How large pictures are drawn.</summary>
/// <param name="Width">Width in CSS pixels; the height is the figure's own.</param>
/// <param name="Scale">Image pixels per CSS pixel; SVG does not need it.</param>
internal sealed record PictureSize(int Width, double Scale)
{
    /// <summary>For outputs of notebooks: sharp enough to read on a code host, small enough to commit.</summary>
    public static PictureSize Notebook { get; } = new(720, 1);

    /// <summary>For papers and slides: 300 dots per inch at 8 inches across.</summary>
    public static PictureSize Print { get; } = new(800, 3);
}
