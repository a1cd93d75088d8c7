namespace AnomalyNotebooks;

/// <summary>A partition file that was imported.</summary>
/// <param name="Path">Where it is now.</param>
/// <param name="Flows">What is in it.</param>
/// <param name="IsNew">Whether it was copied; false where the same file was there already.</param>
public sealed record ImportedFlows(string Path, FlowTable Flows, bool IsNew);
