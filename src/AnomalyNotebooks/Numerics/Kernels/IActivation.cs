namespace AnomalyNotebooks;

/// <summary>A hidden layer's nonlinearity, lane by lane. It must take 0 to 0, so that padding stays zero.</summary>
internal interface IActivation
{
    static abstract T Apply<T>(T x) where T : struct, ILanes<T>;

    /// <summary>The derivative where the output is <paramref name="y"/>.</summary>
    static abstract T Slope<T>(T y) where T : struct, ILanes<T>;
}
