namespace AnomalyNotebooks.Cli.Verification;

/// <summary>The kinds of outputs that verify compares, each in its own way.</summary>
internal enum OutputKind
{
    /// <summary>Recorded results: bits, or the stated tolerance.</summary>
    Result,

    /// <summary>Figures: their data.</summary>
    Figure,

    /// <summary>Everything printed or shown as text: the words, whatever the white space.</summary>
    Text,
}
