namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>A heading in the text of a notebook.</summary>
/// <param name="Level">1 for the title, 2 for sections and so on.</param>
/// <param name="Text">Its words.</param>
/// <param name="Id">The id of its element.</param>
internal sealed record Heading(int Level, string Text, string Id);
