namespace AnomalyNotebooks.Cli.Running;

/// <summary>What a notebook's process has used.</summary>
/// <param name="PeakBytes">The most memory it held at a time; null where the system does not tell.</param>
/// <param name="ProcessorSeconds">Time on all processors together.</param>
internal sealed record ProcessUsage(long? PeakBytes, double ProcessorSeconds);
