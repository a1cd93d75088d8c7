namespace AnomalyNotebooks;

/// <summary>The loss of one value by its error d = y - x, lane by lane; a row's loss is the sum over its features times <see cref="Scale"/>.</summary>
internal interface ILoss
{
    static abstract float Scale(int features);

    static abstract T Value<T>(T d) where T : struct, ILanes<T>;

    static abstract T Slope<T>(T d) where T : struct, ILanes<T>;
}
