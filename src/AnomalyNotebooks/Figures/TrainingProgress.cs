namespace AnomalyNotebooks;

/// <summary>
/// Shows a training as it runs: in a host that can replace outputs (<see cref="LiveOutput"/>) as one bar with both losses so far,
/// elsewhere as a printed line an epoch.
/// </summary>
/// <example><code>Autoencoder.Fit(options, train, validation, seed: 1, new TrainingProgress())</code></example>
/// <param name="writer">Where lines go; the console by default.</param>
public sealed class TrainingProgress(TextWriter? writer = null) : IProgress<EpochReport>
{
    private readonly List<EpochReport> reports = [];
    private Action<IRichOutput>? replace;

    /// <inheritdoc/>
    public void Report(EpochReport value)
    {
        reports.Add(value);
        var status = new TrainingStatus([.. reports]);
        if (replace is not null) replace(status);
        else if (LiveOutput.Host is { } show) replace = show(status);
        else (writer ?? Console.Out).WriteLine(status);
    }
}
