namespace AnomalyNotebooks;

/// <summary>A fitted network: scores rows, each by itself, so that it gets the same bits alone, in any company and on any thread.</summary>
internal interface IFittedNetwork
{
    /// <summary>The loss of each row.</summary>
    /// <param name="flows">Row-major values, rows by features.</param>
    /// <param name="losses">One per row.</param>
    /// <param name="cancellation">Stops the work.</param>
    void Score(ReadOnlyMemory<float> flows, Memory<double> losses, CancellationToken cancellation);

    /// <summary>The loss of one row.</summary>
    double Score(ReadOnlySpan<float> flow);

    /// <summary>What the rows become after <paramref name="layerCount"/> layers: row-major, rows by that layer's width.</summary>
    float[] Forward(ReadOnlyMemory<float> flows, int layerCount);

    /// <summary>Each feature's part of the row's loss, rows by features; the parts add up to it.</summary>
    float[] FeatureLosses(ReadOnlyMemory<float> flows);
}

/// <summary>
/// A fitted network in plain loops, which define the bits of a score as <see cref="Network"/>'s do those of the weights. BatchNorm, with
/// its running statistics, is folded into the layer before it.
/// </summary>
internal sealed class FittedNetwork(AutoencoderWeights weights, AutoencoderOptions options) : IFittedNetwork
{
    private readonly int features = weights.LayerSizes[0];

    public IReadOnlyList<FoldedLayer> Layers { get; } =
        [.. Enumerable.Range(0, weights.LayerSizes.Count - 1).Select(l => new FoldedLayer(weights, l))];

    public void Score(ReadOnlyMemory<float> flows, Memory<double> losses, CancellationToken cancellation)
    {
        ParallelOptions threads = ThreadLimit.Options(options.Threads, cancellation);
        Parallel.For(0, losses.Length, threads, row => losses.Span[row] = Score(flows.Span.Slice(row * features, features)));
    }

    public double Score(ReadOnlySpan<float> flow)
    {
        float[] values = Forward(flow, Layers.Count);
        for (int f = 0; f < features; f++) values[f] = options.Loss.Value(values[f] - flow[f]);
        return (double)options.Loss.Scale(features) * BatchSums.Across(values);
    }

    public float[] Forward(ReadOnlyMemory<float> flows, int layerCount) =>
        [.. Enumerable.Range(0, flows.Length / features)
            .SelectMany(row => Forward(flows.Span.Slice(row * features, features), layerCount))];

    public float[] FeatureLosses(ReadOnlyMemory<float> flows)
    {
        float[] losses = Forward(flows, Layers.Count);
        for (int k = 0; k < losses.Length; k++) losses[k] = options.Loss.Scale(features) * options.Loss.Value(losses[k] - flows.Span[k]);
        return losses;
    }

    private float[] Forward(ReadOnlySpan<float> flow, int layerCount)
    {
        float[] x = flow.ToArray();
        foreach (FoldedLayer layer in Layers.Take(layerCount))
        {
            float[] y = [.. layer.Bias]; // y[outputs] = W x + b
            for (int o = 0; o < y.Length; o++)
            {
                for (int i = 0; i < x.Length; i++) y[o] = PortableMath.MultiplyAdd(x[i], layer.Weight[(o * x.Length) + i], y[o]);
                if (layer.IsHidden) y[o] = options.Activation.Of(y[o]);
            }

            x = y;
        }

        return x;
    }
}

/// <summary>A linear layer for scoring, with the BatchNorm behind it folded in: W' = W γ/σ, b' = (b - μ) γ/σ + β.</summary>
internal sealed class FoldedLayer
{
    public FoldedLayer(AutoencoderWeights weights, int index)
    {
        IReadOnlyList<int> sizes = weights.LayerSizes;
        IsHidden = AutoencoderWeights.IsHidden(sizes, index);
        string linear = AutoencoderWeights.LinearName(sizes, weights.HasBatchNorm, index), norm = AutoencoderWeights.NormName(sizes, index);
        Weight = [.. weights[linear + ".weight"].Values];
        Bias = [.. weights[linear + ".bias"].Values];
        if (!IsHidden || !weights.HasBatchNorm) return;
        float[] gamma = weights[norm + ".weight"].Values, beta = weights[norm + ".bias"].Values;
        float[] mean = weights[norm + ".running_mean"].Values, variance = weights[norm + ".running_var"].Values;
        for (int o = 0; o < Bias.Length; o++)
        {
            double scale = gamma[o] / Math.Sqrt(variance[o] + (double)DenseLayer.Epsilon);
            foreach (ref float value in Weight.AsSpan(o * sizes[index], sizes[index])) value = (float)(value * scale);
            Bias[o] = (float)(((Bias[o] - (double)mean[o]) * scale) + beta[o]);
        }
    }

    /// <summary>Whether the activation follows.</summary>
    public bool IsHidden { get; }

    public float[] Weight { get; } // [outputs, inputs]

    public float[] Bias { get; } // [outputs]
}
