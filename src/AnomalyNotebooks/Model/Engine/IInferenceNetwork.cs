namespace AnomalyNotebooks.Engine;

/// <summary>A fitted network, whatever lanes, activation and loss its code was made for. Safe to use from several threads.</summary>
internal interface IInferenceNetwork
{
    /// <summary>The loss of each row.</summary>
    /// <param name="flows">Row-major values, rows by features.</param>
    /// <param name="losses">One per row.</param>
    void Score(ReadOnlyMemory<float> flows, Memory<double> losses);

    /// <summary>The loss of one row.</summary>
    double Score(ReadOnlySpan<float> flow);

    /// <summary>What a row becomes after <paramref name="layerCount"/> layers.</summary>
    /// <param name="flows">Row-major values, rows by features.</param>
    /// <param name="layerCount">Layers to pass.</param>
    /// <returns>Row-major values, rows by that layer's width.</returns>
    float[] Forward(ReadOnlyMemory<float> flows, int layerCount);

    /// <summary>Each feature's part of the row's loss; the parts add up to it.</summary>
    float[] FeatureLosses(ReadOnlyMemory<float> flows);
}
