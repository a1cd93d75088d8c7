namespace AnomalyNotebooks;

/// <summary>A fitted chain at the rows of one table: gives its features block by block. Immutable, for several threads at once.</summary>
internal abstract class BoundChain(IReadOnlyList<FeatureColumn> features)
{
    public IReadOnlyList<FeatureColumn> Features { get; } = features;

    /// <summary>Whether at most one feature of a row is 1 and all others 0: then <see cref="Places"/> is there, otherwise <see cref="Fill"/>.</summary>
    public virtual bool IsIndicator => false;

    /// <summary>Gives the features of some rows, column by column.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many, at most <see cref="BlockScratch.Rows"/>.</param>
    /// <param name="columns">Where the columns go; may hold anything.</param>
    /// <param name="distance">From the begin of one column to that of the next.</param>
    /// <param name="scratch">The thread's.</param>
    /// <exception cref="AnomalyException">A value is not finite, or refused by a step, or a feature too large for single precision.</exception>
    public virtual void Fill(int first, int rows, Span<float> columns, int distance, BlockScratch scratch) => throw new NotSupportedException();

    /// <summary>Says of some rows which feature is 1; -1 where none is.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="places">For each row.</param>
    /// <param name="scratch">The thread's.</param>
    /// <exception cref="AnomalyException">As for <see cref="Fill"/>.</exception>
    public virtual void Places(int first, Span<int> places, BlockScratch scratch) => throw new NotSupportedException();

    /// <summary>Rounds a column to single precision.</summary>
    /// <exception cref="AnomalyException">A value is too large for it; the row is named.</exception>
    protected static void Round(ReadOnlySpan<double> from, Span<float> to, FeatureColumn column, int firstRow)
    {
        if (SinglePrecision.TryRound(from, to)) return;
        int r = 0;
        while (float.IsFinite(to[r])) r++;
        throw new AnomalyException($"Row {firstRow + r} has {from[r].Shown()} as '{column.Name}', more than single precision holds. Scale the column, or take its logarithm.");
    }
}
