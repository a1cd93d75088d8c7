using System.Globalization;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// Shows a training as it runs: in a host that can replace outputs (<see cref="LiveOutput"/>) as one bar with both losses so far,
/// elsewhere as the lines of a <see cref="TrainingLog"/>.
/// </summary>
/// <example><code>Autoencoder.Fit(options, train, validation, seed: 1, new TrainingProgress())</code></example>
/// <param name="output">Where lines go; by default the console.</param>
public sealed class TrainingProgress(TextWriter? output = null) : IProgress<EpochReport>
{
    private readonly TrainingLog lines = new(output);
    private readonly List<EpochReport> reports = [];
    private Action<IRichOutput>? replace;

    /// <inheritdoc/>
    public void Report(EpochReport value)
    {
        reports.Add(value);
        if (replace is not null) replace(new TrainingStatus([.. reports]));
        else if (LiveOutput.Host is { } show) replace = show(new TrainingStatus([.. reports]));
        else lines.Report(value);
    }
}

/// <summary>How an output that changes while a cell runs is shown. A notebook host that can replace an output says how; without one
/// such outputs are printed, line by line.</summary>
internal static class LiveOutput
{
    /// <summary>Shows an output and gives back what replaces it by a later one; null where the host cannot.</summary>
    public static Func<IRichOutput, Action<IRichOutput>>? Host { get; set; }
}

/// <summary>Where a training stands: a bar, the last epoch's numbers, and the two losses so far as small curves.</summary>
[TypeFormatterSource]
internal sealed class TrainingStatus(IReadOnlyList<EpochReport> reports) : IRichOutput
{
    private const int Width = 240, Height = 48;

    private readonly EpochReport last = reports[^1];

    public string ToHtml()
    {
        var html = new StringBuilder("<div class=\"anomaly-training\" style=\"font-variant-numeric:tabular-nums\">");
        html.Append(CultureInfo.InvariantCulture, $"<progress value=\"{last.Epoch}\" max=\"{last.Epochs}\" "
            + $"style=\"width:{Width}px\"></progress> {this}");
        if (reports.Count > 1)
        {
            double lowest = Losses().Min(), highest = Losses().Max();
            html.Append(CultureInfo.InvariantCulture, $"<br><svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"loss "
                + $"over the epochs\">");
            Curve(html, Palette.Blue, report => report.TrainLoss, lowest, highest);
            Curve(html, Palette.Vermillion, report => report.ValidationLoss, lowest, highest);
            html.Append("</svg>");
        }

        return html.Append("</div>").ToString();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {last.Epoch}/{last.Epochs}  train {last.TrainLoss:G4}  validation "
            + $"{last.ValidationLoss:G4}{(last.IsBest ? " (best)" : "")}  rate "
            + $"{last.LearningRate:G3}{(last.IsCollapsed ? "  collapsed: every row has the same loss" : "")}");

    private IEnumerable<double> Losses() => reports.SelectMany(report => new[] { report.TrainLoss, report.ValidationLoss });

    private void Curve(StringBuilder html, string color, Func<EpochReport, double> loss, double lowest, double highest)
    {
        html.Append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"").Append(color).Append("\" points=\"");
        double range = highest > lowest ? highest - lowest : 1;
        foreach (EpochReport report in reports)
        {
            double x = Width * (report.Epoch - 1.0) / Math.Max(1, report.Epochs - 1), y = 2
                + ((Height - 4) * (highest - loss(report)) / range);
            html.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        html.Append("\"/>");
    }
}
