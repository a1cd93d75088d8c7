namespace AnomalyNotebooks;

/// <summary>
/// Normal flows and nothing else: what features, architectures, hyperparameters and thresholds are chosen on. There is no way to make
/// one that holds an attack, but for <c>FlowSplit.Contaminated</c>, which says so; and it does not even know the attack categories'
/// names; so code that takes it cannot peek.
/// </summary>
public sealed class NormalFlows
{
    private NormalFlows(FlowTable table) => Table = table;

    /// <summary>The flows, all of them normal.</summary>
    public FlowTable Table { get; }

    /// <summary>Number of flows.</summary>
    public int Count => Table.Count;

    /// <summary>The normal flows of a table, in its order; its attacks are left behind.</summary>
    /// <exception cref="AnomalyException">The table has no normal flow.</exception>
    public static NormalFlows Of(FlowTable flows) => Take(flows, Require.Given(flows).NormalRows());

    /// <summary>Some rows of a table.</summary>
    /// <exception cref="AnomalyException">A row is an attack, or there are no rows.</exception>
    public static NormalFlows Take(FlowTable flows, ReadOnlySpan<int> rows)
    {
        if (rows.Length == 0) throw new AnomalyException("There is no normal flow among these.");
        Require.Rows(rows, Require.Given(flows).Count);
        foreach (int row in rows)
        {
            if (flows.IsAttack[row] || flows.AttackCategory[row] != FlowSchema.Normal)
                throw new AnomalyException($"Row {row} is an attack ({flows.AttackCategory[row]}), and NormalFlows takes none.");
        }

        return new NormalFlows(flows.Take(rows).WithoutAttackNames());
    }

    /// <summary>Rows taken for normal without a look, attacks among them: for <c>FlowSplit.Contaminated</c> alone.</summary>
    internal static NormalFlows Assume(FlowTable flows, ReadOnlySpan<int> rows) => new(flows.Take(rows).WithoutAttackNames());

    /// <summary>Cuts the flows in two at random, as for choosing hyperparameters by what was not fitted on.</summary>
    /// <param name="seed">Fixes the choice.</param>
    /// <param name="share">Share of the second part, between 0 and 1.</param>
    /// <exception cref="AnomalyException">A part would be empty.</exception>
    public (NormalFlows First, NormalFlows Second) Split(ulong seed, double share = 0.1)
    {
        int[] order = SeededRandom.Fork(seed, stream: 0).Permutation(Count);
        int second = (int)Math.Round(Count * share, MidpointRounding.AwayFromZero);
        if (second <= 0 || second >= Count) throw new AnomalyException(
            $"{Count} flows cannot be cut into parts of which the second has a share of {share.Shown()}.");
        return (Take(Table, order.AsSpan(..^second)), Take(Table, order.AsSpan(^second..)));
    }
}
