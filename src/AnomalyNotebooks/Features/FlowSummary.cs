namespace AnomalyNotebooks;

/// <summary>Every feature of a table in a few numbers, as an exploration begins with. Columns in the order of the file.</summary>
public sealed class FlowSummary
{
    private FlowSummary(FlowTable flows, int top)
    {
        string[] numeric = [.. flows.Schema.FeatureNames.Where(name => !flows.HasCategory(name))];
        var numbers = new NumberSummary[numeric.Length];
        ParallelWork.For(numbers.Length, i => numbers[i] = NumberSummary.Of(numeric[i], flows.Number(numeric[i]), top));
        Numbers = numbers;
        Texts = [.. flows.Schema.FeatureNames.Where(flows.HasCategory).Select(name => OfTexts(name, flows.Category(name), top))];
    }

    /// <summary>The numeric features.</summary>
    public IReadOnlyList<NumberSummary> Numbers { get; }

    /// <summary>The text features: how many texts there are, how many are missing (empty; a <c>-</c>, which UNSW-NB15 writes for an unknown
    /// service, is not), how many different ones occur, and the most frequent with their counts, falling, equally frequent ones in
    /// alphabetical order.</summary>
    public IReadOnlyList<(string Name, int Count, int Missing, int Distinct, IReadOnlyList<(string Value, int Count)> Top)> Texts { get; }

    /// <summary>Summarises the features.</summary>
    /// <param name="flows">Any rows.</param>
    /// <param name="top">How many of the most frequent values to name.</param>
    public static FlowSummary Of(FlowTable flows, int top = 5) => new(flows, top);

    internal static (string Name, int Count, int Missing, int Distinct, IReadOnlyList<(string Value, int Count)> Top) OfTexts(
        string name, CategoryColumn texts, int top = 5)
    {
        var counts = new int[texts.Values.Count];
        foreach (int code in texts.Codes) counts[code]++;
        (string Value, int Count)[] occurring = [.. texts.Values.Zip(counts).Where(entry => entry.Second > 0 && entry.First.Length > 0)];
        int count = occurring.Sum(entry => entry.Count);
        return (name, count, texts.Count - count, occurring.Length,
            [.. occurring.OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Value, StringComparer.Ordinal).Take(top)]);
    }
}
