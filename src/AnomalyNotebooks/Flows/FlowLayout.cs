namespace AnomalyNotebooks;

/// <summary>How a file of flows is laid out, as far as its first line does not tell.</summary>
internal sealed record FlowLayout
{
    /// <summary>What is assumed of a file that a schema says nothing of.</summary>
    public static readonly FlowLayout Default = new() { Missing = ["", "-", "NaN", "nan", "NA", "null", "?"] };

    /// <summary>What separates fields; null to take what the first line has most of: commas, tabs, semicolons or bars.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether a sign can separate fields: one that no number, name or line end is made of.</summary>
    public static bool CanSeparate(char sign) => sign is > '\0' and <= '\u007f' and not ('"' or '\r' or '\n' or '.' or '-' or '+')
        && !char.IsAsciiLetterOrDigit(sign);

    /// <summary>Whether a comma stands in numbers where others write a point, as spreadsheets of many countries do.</summary>
    public bool HasDecimalCommas { get; init; }

    /// <summary>The fields of a line in order, for files without a header; a name that is no column and no label is passed over.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Texts that stand for no value. Where there are none every field must have a value.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Whether a file must have exactly the columns of the schema, labels and normal flows among them.</summary>
    public bool IsStrict { get; init; }

    /// <summary>A line that begins with this ends the flows (a summary follows); null where none does.</summary>
    public string? EndMark { get; init; }
}
