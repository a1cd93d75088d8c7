namespace AnomalyNotebooks.Engine;

/// <summary>A hidden layer's nonlinearity, lane by lane. It must take 0 to 0, so that padding stays zero.</summary>
internal interface IActivation
{
    static abstract TVector Apply<T, TVector>(TVector x) where T : ILanes<TVector> where TVector : struct;

    /// <summary>The derivative where the output is <paramref name="y"/>.</summary>
    static abstract TVector Slope<T, TVector>(TVector y) where T : ILanes<TVector> where TVector : struct;
}
