namespace AnomalyNotebooks;

/// <summary>Where flows came from.</summary>
/// <param name="Title">For titles of figures and tables: <c>UNSW-NB15, 82,332 flows</c>, or one that says "synthetic sample".</param>
/// <param name="Path">The file they were read from; null for generated flows.</param>
/// <param name="Sha256">SHA-256 of that file (of the profile, count and seed, for generated flows), lower-case hexadecimal.</param>
/// <param name="IsSynthetic">Whether the flows were generated.</param>
public sealed record FlowOrigin(string Title, string? Path, string Sha256, bool IsSynthetic)
{
    /// <summary>Whether it is, byte for byte, the file of 82,332 flows that this workbook's numbers come from.</summary>
    public bool IsKnownFile => Sha256 == FlowPartitions.OfficialTestingSha256;

    /// <summary>Which of the two partition files it was, by its number of rows.</summary>
    internal FlowPartition Partition { get; init; }
}
