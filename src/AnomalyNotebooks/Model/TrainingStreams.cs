namespace AnomalyNotebooks;

/// <summary>
/// The random numbers of a training run: one stream a purpose, so that adding one use does not shift another's numbers. An engine
/// that draws from these sees the rows and the noise of every other.
/// </summary>
internal static class TrainingStreams
{
    /// <summary>For the initial weights.</summary>
    public static SeededRandom Initialisation(ulong seed) => SeededRandom.Fork(seed, 1);

    /// <summary>For the order of the rows: one array of all row numbers, shuffled again before each epoch.</summary>
    public static SeededRandom Order(ulong seed) => SeededRandom.Fork(seed, 2);

    /// <summary>For swap noise: per value of a batch, row by row, a number that decides; where it says swap, the row to take
    /// from.</summary>
    public static SeededRandom Noise(ulong seed) => SeededRandom.Fork(seed, 3);
}
