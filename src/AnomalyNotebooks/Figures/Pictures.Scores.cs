namespace AnomalyNotebooks;

public static partial class Pictures
{
    private static readonly Axis LossAxis = Axis.Logarithmic("loss per flow");

    /// <summary>How the losses of normal flows and of attacks are distributed, side by side on one scale (<c>loss_distributions</c> of the
    /// reference).</summary>
    /// <param name="normal">Density of the normal flows: x the loss, y the density.</param>
    /// <param name="attacks">Density of the attacks.</param>
    /// <param name="data">Which data.</param>
    /// <param name="x">The loss axis; by default logarithmic.</param>
    public static Figure LossDistributions(Series normal, Series attacks, string data, Axis? x = null)
    {
        x ??= LossAxis;
        ChartParts.TryRange(normal.X.Concat(attacks.X), x.Log, out double low, out double high);
        Axis common = x with { From = x.From ?? low, To = x.To ?? high };
        return Charts
            .SmallMultiples(
                "Loss of normal flows and of attacks",
                common,
                "density",
                [new("Normal flows", [normal with { Color = Palette.Normal }]), new("Attacks", [attacks with { Color = Palette.Attack }])],
                PanelKind.Densities,
                columns: 2)
            .WithSubtitle(data)
            .WithSummary(Charts.Peaks([normal, attacks]))
            .WithName("loss-distributions");
    }

    /// <summary>Both distributions in one plot, with the threshold where there is one (<c>combined_loss_distributions</c> of the
    /// reference).</summary>
    public static Figure CombinedLossDistributions(Series normal, Series attacks, string data, double? threshold = null, Axis? x = null) =>
        Charts
        .Densities(
            "Loss of normal flows and of attacks, in one",
            x ?? LossAxis,
            [normal with { Color = Palette.Normal }, attacks with { Color = Palette.Attack }],
            Threshold(threshold))
        .WithSubtitle(data)
        .WithName("combined-loss-distributions");

    /// <summary>How the losses of each category are distributed, one row each.</summary>
    /// <param name="densities">Per category: x the loss, y the density; <c>Normal</c> is drawn in its own colour.</param>
    /// <param name="data">Which data.</param>
    /// <param name="threshold">Where alarms begin.</param>
    /// <param name="x">The loss axis; by default logarithmic.</param>
    public static Figure LossByCategory(IReadOnlyList<Series> densities, string data, double? threshold = null, Axis? x = null) => Charts
        .Ridgeline(
            "Loss per category",
            x ?? LossAxis,
            [.. densities.Select(density => density with { Color = density.Color ?? (density.Name == Normal ? Palette.Normal
                : Palette.Attack) })],
            Threshold(threshold))
        .WithSubtitle(data)
        .WithName("loss-by-category");

    /// <summary>
    /// The loss of every flow, in three panels on one scale: training normals, held-out normals, attacks (<c>anomaly_detect</c> of the
    /// reference). Of many flows one in so many is drawn, at equal steps through the file; the shares above the threshold are of all.
    /// </summary>
    /// <param name="train">Losses of the normal flows the model was fitted on.</param>
    /// <param name="heldOut">Losses of normal flows it has not seen.</param>
    /// <param name="attacks">Losses of the attacks.</param>
    /// <param name="threshold">Where alarms begin.</param>
    /// <param name="data">Which data.</param>
    /// <param name="loss">The loss axis; by default logarithmic.</param>
    /// <param name="maxPoints">Points drawn per panel.</param>
    public static Figure AnomalyDetection(
        IReadOnlyList<double> train, IReadOnlyList<double> heldOut, IReadOnlyList<double> attacks, double threshold, string data,
        Axis? loss = null, int maxPoints = 1500)
    {
        (string Name, IReadOnlyList<double> Losses, string Color)[] groups =
            [("Training normals", train, Palette.Blue), ("Held-out normals", heldOut, Palette.SkyBlue),
                ("Attacks", attacks, Palette.Attack)];

        Panel Panel((string Name, IReadOnlyList<double> Losses, string Color) group)
        {
            int step = Math.Max(1, (group.Losses.Count + maxPoints - 1) / maxPoints);
            string drawn = step == 1 ? "all" : $"1 in {step}";
            // Three short lines: three panels stand side by side.
            string title = $"{group.Name}\n{PlotlyJson.Show(group.Losses.Count)} flows, {drawn} drawn\n"
                + $"{PlotlyJson.Percent(ShareAbove(group.Losses, threshold))} above {PlotlyJson.Show(threshold)}";
            return new Panel(title, [new Series(group.Name, group.Losses) { Color = group.Color }]);
        }

        string summary = string.Join('\n', groups.Select(group =>
            $"  {group.Name}: {ChartParts.Count(group.Losses.Count, "flow")}, {PlotlyJson.Percent(ShareAbove(group.Losses, threshold))} "
                + $"above the threshold {PlotlyJson.Show(threshold)}"));
        return Charts
            .SmallMultiples(
                "Loss per flow, on one scale",
                "flow, in order",
                loss ?? LossAxis,
                [.. groups.Select(Panel)],
                PanelKind.Points,
                levels: [new Mark(threshold, "")], // the titles say where it is: a text on the line would hide points
                maxPoints: maxPoints)
            .WithSubtitle(data)
            .WithSummary(summary)
            .WithName("anomaly-detection");
    }

    private static Mark[] Threshold(double? threshold) => threshold is { } at ? [new Mark(at, $"threshold {PlotlyJson.Show(at)}")] : [];

    private static double ShareAbove(IReadOnlyList<double> losses, double threshold) =>
        losses.Count == 0 ? double.NaN : (double)losses.Count(loss => loss > threshold) / losses.Count;
}
