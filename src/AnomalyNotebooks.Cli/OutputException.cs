namespace AnomalyNotebooks.Cli;

/// <summary>A file that could not be written: no room, no permission.</summary>
internal sealed class OutputException(string message, Exception innerException) : AnomalyException(message, innerException);
