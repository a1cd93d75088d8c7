namespace AnomalyNotebooks.Cli.Packages;

/// <summary>A package cannot be had on this machine; the message names it and says why.</summary>
internal sealed class PackageUnavailableException(string message) : AnomalyException(message);
