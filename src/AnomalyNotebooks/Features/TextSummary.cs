namespace AnomalyNotebooks;

/// <summary>A text column in a few numbers.</summary>
/// <param name="Name">The column.</param>
/// <param name="Count">Number of texts, without the missing ones.</param>
/// <param name="Missing">Number of missing (empty) texts. A <c>-</c>, which the data set writes for an unknown service, is not
/// missing.</param>
/// <param name="Distinct">Number of distinct texts that occur.</param>
/// <param name="Top">The most frequent texts with their counts, falling; equally frequent ones in alphabetical order.</param>
public sealed record TextSummary(string Name, int Count, int Missing, int Distinct, IReadOnlyList<(string Value, int Count)> Top)
{
    /// <summary>Summarises a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">Its texts.</param>
    /// <param name="top">How many of the most frequent texts to name.</param>
    public static TextSummary Of(string name, CategoryColumn texts, int top = 5)
    {
        var counts = new int[texts.Values.Count];
        foreach (int code in texts.Codes) counts[code]++;
        (string Value, int Count)[] occurring = [.. texts.Values.Zip(counts).Where(entry => entry.Second > 0 && entry.First.Length > 0)];
        int count = 0;
        foreach ((_, int occurs) in occurring) count += occurs;
        return new TextSummary(name, count, texts.Count - count, occurring.Length,
            [.. occurring.OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Value, StringComparer.Ordinal).Take(top)]);
    }
}
