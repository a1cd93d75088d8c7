namespace AnomalyNotebooks;

/// <summary>
/// One thing to be surprised by: the joint value of <paramref name="Target"/>, first by itself and then given each of
/// <paramref name="Given"/> in turn, every step leaning on the one before it where few rows are known (as in back-off language models).
/// </summary>
/// <param name="Target">Columns whose joint value is looked at.</param>
/// <param name="Given">Conditions, from the widest to the narrowest; may be empty.</param>
internal sealed record SurpriseChain(string[] Target, params string[][] Given)
{
    /// <summary>Whether to look as well at how usual rare values are in each condition (<see cref="RarityTable"/>).</summary>
    public bool WithRarity { get; init; }
}
