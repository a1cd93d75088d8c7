using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>The training rows, padded to whole vectors, cut into batches: in their order or shuffled each epoch, with or without noise.</summary>
/// <remarks>A last batch of a single row is left out under BatchNorm, which cannot normalise by the variance of one row.</remarks>
internal sealed unsafe class TrainingBatches
{
    private readonly AlignedFloats data; // [rows, stride]
    private readonly AlignedFloats? gathered, noisy; // [batch, stride]
    private readonly int rows, features, stride, batchSize;
    private readonly double noise;
    private readonly int[]? order;
    private readonly SeededRandom orderRandom, noiseRandom;

    public TrainingBatches(FeatureMatrix train, AutoencoderOptions options, ulong seed)
    {
        (rows, features, batchSize, noise) = (train.Rows, train.Columns, Math.Min(options.BatchSize, train.Rows), options.SwapNoise);
        stride = AlignedFloats.Stride(features);
        data = new AlignedFloats((long)rows * stride);
        for (int r = 0; r < rows; r++) train.Row(r).CopyTo(Row(r));
        orderRandom = TrainingStreams.Order(seed);
        noiseRandom = TrainingStreams.Noise(seed);
        if (options.Shuffle)
        {
            order = [.. Enumerable.Range(0, rows)];
            gathered = new AlignedFloats((long)batchSize * stride);
        }

        if (noise > 0) noisy = new AlignedFloats((long)batchSize * stride);
        int last = rows % batchSize;
        bool leavesOut = options.BatchNorm && last == 1 && rows > 1;
        Rows = leavesOut ? rows - 1 : rows;
        Count = (Rows + batchSize - 1) / batchSize;
    }

    /// <summary>Batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>Rows in an epoch.</summary>
    public int Rows { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BeginEpoch()
    {
        if (order is not null) orderRandom.Shuffle<int>(order);
    }

    /// <summary>Batch number <paramref name="step"/>; valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(int step, out float* inputs, out float* targets, out int batchRows)
    {
        int from = step * batchSize;
        batchRows = Math.Min(batchSize, Rows - from);
        targets = order is null ? data.Start + ((nint)from * stride) : Gather(from, batchRows);
        inputs = noisy is null ? targets : Swap(targets, batchRows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float* Gather(int from, int batchRows)
    {
        for (int r = 0; r < batchRows; r++) Row(order![from + r]).CopyTo(new Span<float>(gathered!.Start + (r * stride), stride));
        return gathered!.Start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float* Swap(float* targets, int batchRows)
    {
        float* target = noisy!.Start;
        for (int r = 0; r < batchRows; r++, target += stride, targets += stride)
            for (int f = 0; f < features; f++) target[f] = noiseRandom.NextDouble() < noise ? Row(noiseRandom.Next(rows))[f] : targets[f];
        return noisy.Start;
    }

    private Span<float> Row(int row) => new(data.Start + ((nint)row * stride), stride);
}
