namespace AnomalyNotebooks;

/// <summary>Draws from a list in proportion to whole weights.</summary>
internal sealed class WeightedChoice<T>
{
    private readonly IReadOnlyList<(T Item, int Weight)> items;
    private readonly int[] cumulative; // weight up to and including each item

    public WeightedChoice(IReadOnlyList<(T Item, int Weight)> items)
    {
        this.items = items;
        cumulative = new int[items.Count];
        int sum = 0;
        for (int i = 0; i < cumulative.Length; i++) cumulative[i] = sum += items[i].Weight;
    }

    /// <summary>Draws one item.</summary>
    public T Draw(SeededRandom random)
    {
        if (cumulative.Length == 1) return items[0].Item;
        int found = Array.BinarySearch(cumulative, random.Next(cumulative[^1]) + 1);
        return items[found < 0 ? ~found : found].Item;
    }
}
