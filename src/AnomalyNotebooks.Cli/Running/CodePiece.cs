namespace AnomalyNotebooks.Cli.Running;

/// <summary>Code that is compiled and run by itself: a cell, or what a cell imports.</summary>
/// <param name="Name">What compiler messages and stack traces call it: <c>cell 3</c>, <c>helpers.csx</c>, <c>other.ipynb, cell
/// 2</c>.</param>
/// <param name="Code">The code.</param>
internal sealed record CodePiece(string Name, string Code);
