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
