using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// The fitted network, with the bits of <see cref="FittedNetwork"/>. Rows go through all layers in small blocks that stay in the first
/// cache.
/// </summary>
internal sealed unsafe class VectorFittedNetwork<TKernels, TActivation, TLoss> : IFittedNetwork
    where TKernels : IKernels
    where TActivation : IActivation
    where TLoss : ILoss
{
    private const int BlockRows = 48;

    // Blocks that a thread takes at a time: enough work to be worth handing over.
    private const int BlocksPerTask = 32;

    [ThreadStatic]
    private static AlignedFloats? scratch;

    private readonly PaddedLayer[] layers;
    private readonly int features;
    private readonly int widest; // floats of the widest row
    private readonly int threads;

    public VectorFittedNetwork(FittedNetwork network, AutoencoderOptions options)
    {
        layers = [.. network.Layers.Select(layer => new PaddedLayer(layer))];
        features = layers[0].Inputs;
        widest = layers.Max(layer => Math.Max(layer.InputStride, layer.Stride));
        threads = options.Threads;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(ReadOnlyMemory<float> flows, Memory<double> losses, CancellationToken cancellation) => ForEachBlock(
        losses.Length,
        (from, rows) => ScoreBlock(flows.Span.Slice(from * features, rows * features), losses.Span.Slice(from, rows)),
        cancellation);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Score(ReadOnlySpan<float> flow)
    {
        double loss = 0;
        ScoreBlock(flow, new Span<double>(ref loss));
        return loss;
    }

    public float[] Forward(ReadOnlyMemory<float> flows, int layerCount)
    {
        int width = layers[layerCount - 1].Outputs, stride = AlignedFloats.Stride(width);
        var outputs = new float[flows.Length / features * width];
        ForEachBlock(flows.Length / features, (from, rows) =>
        {
            float* y = ForwardBlock(flows.Span.Slice(from * features, rows * features), layerCount, out _);
            for (int r = 0; r < rows; r++) new ReadOnlySpan<float>(y + (r * stride), width).CopyTo(outputs.AsSpan((from + r) * width));
        });
        return outputs;
    }

    public float[] FeatureLosses(ReadOnlyMemory<float> flows)
    {
        int stride = AlignedFloats.Stride(features);
        float scale = TLoss.Scale(features);
        var losses = new float[flows.Length];
        ForEachBlock(flows.Length / features, (from, rows) =>
        {
            float* y = ForwardBlock(flows.Span.Slice(from * features, rows * features), layers.Length, out float* x);
            TKernels.ValueLosses<TLoss>(y, x, y, stride, rows, layers[^1].Columns);
            for (int r = 0; r < rows; r++)
                for (int f = 0; f < features; f++) losses[((from + r) * features) + f] = scale * y[(r * stride) + f];
        });
        return losses;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreBlock(ReadOnlySpan<float> flows, Span<double> losses)
    {
        float* y = ForwardBlock(flows, layers.Length, out float* x);
        fixed (double* target = losses)
            TKernels.RowLosses<TLoss>(
                y, x, AlignedFloats.Stride(features), losses.Length, TLoss.Scale(features), target, layers[^1].Columns);
    }

    // Returns where the outputs are, and the padded inputs, until this thread's next block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float* ForwardBlock(ReadOnlySpan<float> flows, int layerCount, out float* padded)
    {
        int rows = flows.Length / features, inputStride = AlignedFloats.Stride(features);
        if (scratch is null || scratch.Count < 3 * BlockRows * widest) scratch = new AlignedFloats(3L * BlockRows * widest);
        padded = scratch.Start;
        fixed (float* source = flows) PaddingKernel.Run(source, features, padded, inputStride, rows);

        float* x = padded, y = padded + (BlockRows * widest), other = y + (BlockRows * widest);
        for (int l = 0; l < layerCount; l++)
        {
            PaddedLayer layer = layers[l];
            TKernels.MultiplyAdd( // y[rows, outputs] = x[rows, inputs] W[inputs, outputs] + b
                x, layer.InputStride, 1, layer.Weights, layer.Stride, layer.Bias, 0, y, layer.Stride, rows, layer.Inputs, layer.Columns);
            if (layer.HasActivation) TKernels.Activate<TActivation>(y, layer.Stride, rows, layer.Columns);
            x = y; // the next layer reads what this one wrote, and writes to the other buffer
            y = other;
            other = x;
        }

        GC.KeepAlive(this); // a network used once might be collected, and its weights with it, while the last product reads them
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForEachBlock(int rows, Action<int, int> block, CancellationToken cancellation = default)
    {
        const int TaskRows = BlockRows * BlocksPerTask;
        ParallelOptions parallel = ThreadLimit.Options(threads, cancellation);
        if (rows <= TaskRows || parallel.MaxDegreeOfParallelism == 1) Blocks(0, rows);
        else Parallel.For(0, (rows + TaskRows - 1) / TaskRows, parallel, task =>
            Blocks(task * TaskRows, Math.Min(rows, (task + 1) * TaskRows)));

        void Blocks(int from, int to)
        {
            for (; from < to; from += BlockRows)
            {
                cancellation.ThrowIfCancellationRequested();
                block(from, Math.Min(BlockRows, to - from));
            }
        }
    }
}
