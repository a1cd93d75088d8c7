using System.Text.Json.Serialization;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>
/// What the runner and the process that executes a notebook say to each other: one JSON object per line over a pipe of its own,
/// so that nothing a cell prints can be mistaken for a message.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ReadyMessage), "ready")]
[JsonDerivedType(typeof(OpenMessage), "open")]
[JsonDerivedType(typeof(RunCellMessage), "run")]
[JsonDerivedType(typeof(PrintedMessage), "printed")]
[JsonDerivedType(typeof(ShownMessage), "shown")]
[JsonDerivedType(typeof(CellDoneMessage), "done")]
internal abstract record WorkerMessage;

/// <summary>Worker to runner: the compiler is warm, cells are welcome.</summary>
internal sealed record ReadyMessage : WorkerMessage;

/// <summary>Runner to worker: the notebook whose cells will follow.</summary>
/// <param name="Folder">The notebook's folder: working directory, and base of relative <c>#r</c> and <c>#load</c>.</param>
/// <param name="OutputLimit">Characters that a cell may print; what exceeds them is counted and dropped.</param>
/// <param name="References">Assemblies of the notebook's packages, for every cell to use.</param>
internal sealed record OpenMessage(string Folder, int OutputLimit, IReadOnlyList<string> References) : WorkerMessage;

/// <summary>Runner to worker: execute this cell.</summary>
/// <param name="Cell">The cell's number among the code cells.</param>
/// <param name="Code">What it runs, piece by piece.</param>
internal sealed record RunCellMessage(int Cell, IReadOnlyList<CodePiece> Code) : WorkerMessage;

/// <summary>Worker to runner: the cell printed something.</summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">What it printed.</param>
internal sealed record PrintedMessage(string Stream, string Text) : WorkerMessage;

/// <summary>Worker to runner: the value of the cell's last expression.</summary>
/// <param name="Data">The value by mime type; JSON types as JSON text.</param>
internal sealed record ShownMessage(Dictionary<string, string> Data) : WorkerMessage;

/// <summary>Worker to runner: the cell has ended.</summary>
/// <param name="Cell">The cell's number.</param>
/// <param name="Seconds">Time it took.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
internal sealed record CellDoneMessage(int Cell, double Seconds, CellError? Error) : WorkerMessage;

[JsonSerializable(typeof(WorkerMessage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition =
    JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class WorkerJson : JsonSerializerContext;
