namespace AnomalyNotebooks.Tests.Features;

public sealed class RarityTableTest
{
    // In context 1 every flow has a value of its own; in context 2 four flows have value 20 and one has 21.
    private static readonly ulong[] Contexts = [1, 1, 1, 2, 2, 2, 2, 2], Values = [10, 11, 12, 20, 20, 20, 20, 21];
    private static readonly RarityTable Table = new(Counts(), RarityContexts.Of(Contexts, Values, Counts()));

    [Fact]
    public void Where_every_flow_has_a_value_of_its_own_a_new_one_is_usual() => Assert.Equal((3, 3), Table.Look(1, 0));

    [Fact]
    public void Where_nearly_all_share_one_value_a_new_one_is_as_rare_as_those_seen_once() => Assert.Equal((1, 5), Table.Look(2, 0));

    [Fact]
    public void A_value_as_frequent_as_any_is_usual() => Assert.Equal((5, 5), Table.Look(2, 4));

    [Fact]
    public void An_unknown_context_tells_nothing() => Assert.Equal((0, 0), Table.Look(3, 0));

    private static CountTable Counts()
    {
        var counts = new CountTable();
        foreach (ulong value in Values) counts.Add(value);
        return counts;
    }
}
