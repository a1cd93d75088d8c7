namespace AnomalyNotebooks;

/// <summary>A file that is not a table of flows as expected. Says in which file, line and column, what was found and expected.</summary>
internal sealed class FlowFormatException : AnomalyException
{
    /// <summary>Creates the error for a place in a file.</summary>
    /// <param name="file">The file's name or path.</param>
    /// <param name="line">Line in the file, from 1; null where it concerns the whole file.</param>
    /// <param name="column">Name of the column; null where it concerns the whole line.</param>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What was expected instead.</param>
    /// <param name="cause">What made it known, if it was another error.</param>
    public FlowFormatException(string file, int? line, string? column, string found, string expected, Exception? cause = null)
        : base(Describe(file, line, column, found, expected), cause)
    {
        File = file;
        Line = line;
        Column = column;
        Found = found;
        Expected = expected;
    }

    private const int MostOfPath = 1000;

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

    /// <summary>A text from a file, fit to be shown: control characters as question marks, and cut where it is long.</summary>
    internal static string Excerpt(string text, int most = 40)
    {
        var shown = new System.Text.StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, most)))
            shown.Append(char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '?' : c);
        return text.Length > most ? shown.Append("...").ToString() : shown.ToString();
    }

    private static string Describe(string file, int? line, string? column, string found, string expected)
    {
        string where = Excerpt(file, MostOfPath);
        if (line is not null) where += string.Create(System.Globalization.CultureInfo.InvariantCulture, $", line {line}");
        if (column is not null) where += $", column '{Excerpt(column)}'";
        return $"{where}: found {found}; expected {expected}.";
    }
}
