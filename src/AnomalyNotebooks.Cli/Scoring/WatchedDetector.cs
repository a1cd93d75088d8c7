namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>A detector that tells when a fit is done; a threshold for later traffic takes several.</summary>
/// <param name="inner">The detector.</param>
/// <param name="fitted">Is told how many flows were fitted on.</param>
internal sealed class WatchedDetector(IDetector inner, Action<int> fitted) : IDetector
{
    public string Name => inner.Name;

    public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
    {
        IFittedDetector detector = inner.Fit(training, heldOut, seed, cancellation);
        fitted(training.Count);
        return detector;
    }

    public IDetector Without(IReadOnlyCollection<string> columns) => new WatchedDetector(inner.Without(columns), fitted);
}
