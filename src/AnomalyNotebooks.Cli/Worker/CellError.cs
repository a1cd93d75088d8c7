namespace AnomalyNotebooks.Cli.Worker;

/// <summary>Why a cell failed, in terms of the notebook rather than of the compiler's machinery.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">Its message.</param>
/// <param name="Line">The line of the cell, from 1; null where unknown.</param>
/// <param name="Trace">Where it happened: one line per compiler message or stack frame.</param>
internal sealed record CellError(string Name, string Message, int? Line, IReadOnlyList<string> Trace);
