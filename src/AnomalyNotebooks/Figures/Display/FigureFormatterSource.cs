namespace AnomalyNotebooks;

/// <summary>The three forms of a <see cref="Figure"/>: Plotly JSON for hosts that draw it themselves, HTML that draws itself, and text.</summary>
internal sealed class FigureFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(MimeTypes.Plotly, figure => ((Figure)figure).ToPlotlyJson()),
        new ConventionFormatter(MimeTypes.Html, figure => ((Figure)figure).ToHtml()),
        new ConventionFormatter(MimeTypes.PlainText, figure => figure.ToString()!),
    ];
}
