using System.Globalization;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>Where a training stands: a bar, the last epoch's numbers, and the two losses so far as small curves.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.PlainText])]
internal sealed class TrainingStatus(IReadOnlyList<EpochReport> reports) : IRichOutput
{
    private const int Width = 240, Height = 48;

    private readonly EpochReport last = reports[^1];

    public string ToHtml()
    {
        var html = new StringBuilder("<div class=\"anomaly-training\" style=\"font-variant-numeric:tabular-nums\">");
        html.Append(CultureInfo.InvariantCulture, $"<progress value=\"{last.Epoch}\" max=\"{last.Epochs}\" style=\"width:{Width}px\"></progress> {this}");
        if (reports.Count > 1)
        {
            double lowest = Losses().Min(), highest = Losses().Max();
            html.Append(CultureInfo.InvariantCulture, $"<br><svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"loss over the epochs\">");
            Curve(html, Palette.Blue, report => report.TrainLoss, lowest, highest);
            Curve(html, Palette.Vermillion, report => report.ValidationLoss, lowest, highest);
            html.Append("</svg>");
        }

        return html.Append("</div>").ToString();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {last.Epoch}/{last.Epochs}  train {last.TrainLoss:G4}  validation {last.ValidationLoss:G4}{(last.IsBest ? " (best)" : "")}  rate {last.LearningRate:G3}{(last.IsCollapsed ? "  collapsed: every row has the same loss" : "")}");

    private IEnumerable<double> Losses() => reports.SelectMany(report => new[] { report.TrainLoss, report.ValidationLoss });

    private void Curve(StringBuilder html, string color, Func<EpochReport, double> loss, double lowest, double highest)
    {
        html.Append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"").Append(color).Append("\" points=\"");
        double range = highest > lowest ? highest - lowest : 1;
        foreach (EpochReport report in reports)
        {
            double x = Width * (report.Epoch - 1.0) / Math.Max(1, report.Epochs - 1), y = 2 + ((Height - 4) * (highest - loss(report)) / range);
            html.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        html.Append("\"/>");
    }
}
