namespace AnomalyNotebooks;

/// <summary>A file that is not a flow table as expected. Says in which file, line and column, what was found and what was expected.</summary>
public sealed class FlowFormatException : AnomalyException
{
    /// <summary>Creates the error for a place in a file.</summary>
    /// <param name="file">The file's name or path.</param>
    /// <param name="line">Line in the file, from 1; null where it concerns the whole file.</param>
    /// <param name="column">Name of the column; null where it concerns the whole line.</param>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What was expected instead.</param>
    public FlowFormatException(string file, int? line, string? column, string found, string expected)
        : base(Describe(file, line, column, found, expected))
    {
        File = file;
        Line = line;
        Column = column;
        Found = found;
        Expected = expected;
    }

    /// <summary>The file's name or path.</summary>
    public string File { get; }

    /// <summary>Line in the file, from 1 (the header is line 1); null where the error concerns the whole file.</summary>
    public int? Line { get; }

    /// <summary>Name of the column; null where the error concerns the whole line or file.</summary>
    public string? Column { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What was expected instead.</summary>
    public string Expected { get; }

    private static string Describe(string file, int? line, string? column, string found, string expected)
    {
        string where = file;
        if (line is not null) where += string.Create(System.Globalization.CultureInfo.InvariantCulture, $", line {line}");
        if (column is not null) where += $", column '{column}'";
        return $"{where}: found {found}; expected {expected}.";
    }
}
