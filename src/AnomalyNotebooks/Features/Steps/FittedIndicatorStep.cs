namespace AnomalyNotebooks;

/// <summary>A fitted step that makes of each column some columns of 0 and 1, of which at most one is 1 in a row: so it is enough to know which.</summary>
internal abstract class FittedIndicatorStep(FeatureStep settings, IReadOnlyList<FeatureColumn> outputs) : FittedFeatureStep(settings, outputs)
{
    /// <summary>Of a step of one column: finds the output that is 1; -1 where all are 0.</summary>
    /// <param name="values">The column's values, finite.</param>
    /// <param name="places">As many.</param>
    public abstract void Places(ReadOnlySpan<double> values, Span<int> places);
}
