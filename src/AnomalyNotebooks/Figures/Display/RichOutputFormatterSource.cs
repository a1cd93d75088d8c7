namespace AnomalyNotebooks;

/// <summary>The two forms of tables, callouts and groups: HTML and text.</summary>
internal sealed class RichOutputFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(MimeTypes.Html, output => ((IRichOutput)output).ToHtml()),
        new ConventionFormatter(MimeTypes.PlainText, output => output.ToString()!),
    ];
}
