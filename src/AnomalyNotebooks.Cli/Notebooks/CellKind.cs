namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>What a cell holds.</summary>
internal enum CellKind
{
    /// <summary>Text in Markdown.</summary>
    Markdown,

    /// <summary>C# to execute.</summary>
    Code,

    /// <summary>Text that is neither shown nor executed.</summary>
    Raw,
}
