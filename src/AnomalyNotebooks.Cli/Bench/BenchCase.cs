namespace AnomalyNotebooks.Cli.Bench;

/// <summary>One row of the benchmark.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Unit of the numbers.</param>
/// <param name="HigherIsFaster">Whether the unit is a rate; otherwise it is a time or a size.</param>
/// <param name="Goal">The ratio we want to reach; null where none is set.</param>
/// <param name="Ours">Measures us once; null where it is left out, and the row with it.</param>
/// <param name="Theirs">Measures the peer once, null where it cannot be had; null where the row has none.</param>
/// <param name="Flows">How many flows, where the row is one of several that show how a cost grows.</param>
internal sealed record BenchCase(
    string Name, string Unit, bool HigherIsFaster, double? Goal, Func<double?> Ours, Func<double?>? Theirs = null, int? Flows = null);
