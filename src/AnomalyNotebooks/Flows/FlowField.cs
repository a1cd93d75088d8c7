namespace AnomalyNotebooks;

/// <summary>One of the features of a flow: its name in the file, its type, unit and meaning.</summary>
/// <param name="Name">Column name as in the partition files, such as <c>sbytes</c>.</param>
/// <param name="Kind">Type of the values.</param>
/// <param name="Unit">Unit, such as <c>bytes</c> or <c>ms</c>; empty where the value has none.</param>
/// <param name="Description">What it means, in one sentence.</param>
public sealed record FlowField(string Name, FlowFieldKind Kind, string Unit, string Description);
