namespace AnomalyNotebooks.Cli.Bench;

/// <summary>One row of the benchmark.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Unit of the numbers.</param>
/// <param name="HigherIsFaster">Whether the unit is a rate; otherwise it is a time or a size.</param>
/// <param name="Goal">The ratio we want to reach; null where none is set.</param>
/// <param name="Ours">Measures us once.</param>
/// <param name="Theirs">Measures the peer once; null where there is none.</param>
internal sealed record BenchCase(string Name, string Unit, bool HigherIsFaster, double? Goal, Func<double> Ours, Func<double?>? Theirs);
