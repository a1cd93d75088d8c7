namespace AnomalyNotebooks;

/// <summary>One panel of a figure that has several on common scales.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Series">What is drawn in it.</param>
public sealed record Panel(string Title, IReadOnlyList<Series> Series);
