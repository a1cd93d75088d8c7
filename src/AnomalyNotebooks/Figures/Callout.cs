using System.Net;

namespace AnomalyNotebooks;

/// <summary>A short text set apart from the rest of a notebook's output: a finding, or a warning.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.PlainText])]
public sealed class Callout : IRichOutput
{
    private readonly string label;
    private readonly string color;
    private readonly string text;

    private Callout(string label, string color, string text)
    {
        this.label = label;
        this.color = color;
        this.text = text;
    }

    /// <summary>Something to take along.</summary>
    public static Callout Note(string text) => new("Note", Palette.Blue, text);

    /// <summary>Something that goes wrong if overlooked.</summary>
    public static Callout Warning(string text) => new("Careful", Palette.Vermillion, text);

    /// <summary>What a lesson has found.</summary>
    public static Callout Result(string text) => new("Result", Palette.Green, text);

    /// <inheritdoc/>
    public string ToHtml() =>
        $"<div class=\"anomaly-callout\" style=\"border-left:4px solid {color};padding:.4em .9em;margin:.4em 0;background:rgba(128,128,128,.08)\">"
        + $"<strong>{label}.</strong> {WebUtility.HtmlEncode(text)}</div>";

    /// <inheritdoc/>
    public override string ToString() => $"{label}: {text}";
}
