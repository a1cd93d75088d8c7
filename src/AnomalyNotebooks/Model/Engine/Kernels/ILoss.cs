namespace AnomalyNotebooks.Engine;

/// <summary>The loss of one value by its error d = y - x, lane by lane; a row's loss is the sum over its features times
/// <see cref="Scale"/>.</summary>
internal interface ILoss
{
    static abstract float Scale(int features);

    static abstract TVector Value<T, TVector>(TVector d) where T : ILanes<TVector> where TVector : struct;

    static abstract TVector Slope<T, TVector>(TVector d) where T : ILanes<TVector> where TVector : struct;
}
