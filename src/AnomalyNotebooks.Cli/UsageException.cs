namespace AnomalyNotebooks.Cli;

/// <summary>A command line that does not say what it should; ends the program with <see cref="ExitCode.Usage"/>.</summary>
internal sealed class UsageException(string message) : AnomalyException(message);
