namespace AnomalyNotebooks;

/// <summary>A fitted step that makes one column of each, value by value.</summary>
internal abstract class FittedColumnwiseStep(FeatureStep settings, IReadOnlyList<FeatureColumn> outputs) : FittedFeatureStep(settings, outputs)
{
    /// <summary>Whether there are finite values that <see cref="Transform(int, ReadOnlySpan{double}, Span{double})"/> throws at.</summary>
    public virtual bool MayRefuse => false;

    /// <summary>Transforms values of one column.</summary>
    /// <param name="column">Which.</param>
    /// <param name="from">Finite values.</param>
    /// <param name="to">As many, and may be the same memory.</param>
    public abstract void Transform(int column, ReadOnlySpan<double> from, Span<double> to);

    /// <summary>As the last step of a chain: transforms values of one column and rounds them to single precision.</summary>
    /// <param name="column">Which.</param>
    /// <param name="from">Values that nobody has checked.</param>
    /// <param name="scratch">As many, holding anything; may be the same memory as <paramref name="from"/>.</param>
    /// <param name="to">As many.</param>
    /// <returns>False where some value or its result may not be finite: <paramref name="to"/> is not to be used then.</returns>
    public virtual bool TryFinish(int column, ReadOnlySpan<double> from, Span<double> scratch, Span<float> to)
    {
        if (!VectorMath.AreFinite(from)) return false;
        Transform(column, from, scratch);
        return SinglePrecision.TryRound(scratch, to);
    }

    public sealed override void Transform(ColumnBlock input, ColumnBlock output)
    {
        for (int c = 0; c < Outputs.Count; c++) Transform(c, input[c], output[c]);
    }
}
