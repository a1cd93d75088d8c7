using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>The training rows, padded to whole vectors, and a place to put the rows of a batch together. Moves bits only.</summary>
internal sealed unsafe class PaddedRows
{
    private readonly AlignedFloats data; // [rows, stride]
    private readonly AlignedFloats? gathered, noisy; // [batch, stride]
    private readonly int features, stride;

    public PaddedRows(FeatureMatrix train, AutoencoderOptions options)
    {
        (features, stride) = (train.Columns, AlignedFloats.Stride(train.Columns));
        data = new AlignedFloats((long)train.Rows * stride);
        for (int r = 0; r < train.Rows; r++) train.Row(r).CopyTo(Row(r));
        long batch = (long)Math.Min(options.BatchSize, train.Rows) * stride;
        if (options.Shuffle) gathered = new AlignedFloats(batch);
        if (options.SwapNoise > 0) noisy = new AlignedFloats(batch);
    }

    /// <summary>The rows of a batch; valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float* Take(ReadOnlySpan<int> rows)
    {
        if (gathered is null) return data.Start + ((nint)rows[0] * stride); // in their order: where they are
        for (int r = 0; r < rows.Length; r++) Row(rows[r]).CopyTo(new Span<float>(gathered.Start + (r * stride), stride));
        return gathered.Start;
    }

    /// <summary>As many rows, of which each value comes from a row of its own; valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float* TakeValues(ReadOnlySpan<int> donors)
    {
        float* target = noisy!.Start;
        for (int at = 0; at < donors.Length; at += features, target += stride)
            for (int f = 0; f < features; f++) target[f] = data.Start[((nint)donors[at + f] * stride) + f];
        return noisy.Start;
    }

    private Span<float> Row(int row) => new(data.Start + ((nint)row * stride), stride);
}
