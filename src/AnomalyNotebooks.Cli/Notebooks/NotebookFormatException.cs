namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>A file that is not a notebook this command line can run. The message names the file, what is wrong and what to do.</summary>
internal sealed class NotebookFormatException(string message, Exception? innerException = null)
    : AnomalyException(message, innerException);
