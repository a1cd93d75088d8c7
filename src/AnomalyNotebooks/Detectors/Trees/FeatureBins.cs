namespace AnomalyNotebooks;

/// <summary>
/// Features cut into at most 255 bins: bin b of a feature holds the values in (threshold b-1, threshold b]. The cuts are
/// scikit-learn's: midpoints of neighbouring distinct values, or percentiles (method "midpoint") where there are more values than bins.
/// </summary>
/// <remarks>
/// The bins lie in blocks of eight features, row after row, so that one 8-byte load brings eight features of a row.
/// The last block is filled up with constant features that no tree can split on.
/// </remarks>
internal sealed class FeatureBins
{
    public const int BlockWidth = 8;

    private readonly float[][] thresholds;

    private FeatureBins(float[][] thresholds, byte[][] blocks, int rows)
    {
        this.thresholds = thresholds;
        Blocks = blocks;
        Rows = rows;
        Offsets = new int[(blocks.Length * BlockWidth) + 1];
        for (int f = 0; f < blocks.Length * BlockWidth; f++)
            Offsets[f + 1] = Offsets[f] + (f < thresholds.Length ? thresholds[f].Length + 1 : 1);
    }

    public int Rows { get; }

    public int Features => thresholds.Length;

    /// <summary>Per block of eight features, rows times eight bin numbers.</summary>
    public byte[][] Blocks { get; }

    /// <summary>Per feature (padding included), where its bins begin in a histogram; the last entry is the histogram's length.</summary>
    public int[] Offsets { get; }

    /// <summary>The largest value of a feature that still belongs to <paramref name="bin"/>.</summary>
    public float Threshold(int feature, int bin) => thresholds[feature][bin];

    public byte Bin(int row, int feature) => Blocks[feature / BlockWidth][(row * BlockWidth) + (feature % BlockWidth)];

    public static FeatureBins Of(FeatureMatrix matrix, int maxBins)
    {
        int columns = matrix.Columns, rows = matrix.Rows;
        var cutsOf = new float[columns][];
        var blocks = new byte[(columns + BlockWidth - 1) / BlockWidth][];
        Parallel.For(0, blocks.Length, ThreadLimit.Options(), b =>
        {
            var block = blocks[b] = new byte[rows * BlockWidth];
            var values = new float[rows];
            for (int f = b * BlockWidth; f < Math.Min(columns, (b + 1) * BlockWidth); f++)
            {
                for (int r = 0; r < rows; r++) values[r] = matrix.Values[((long)r * columns) + f];
                float[] cuts = cutsOf[f] = Cuts(values, maxBins);
                for (int r = 0; r < rows; r++)
                    block[(r * BlockWidth) + (f % BlockWidth)] = BinOf(cuts, matrix.Values[((long)r * columns) + f]);
            }
        });
        return new FeatureBins(cutsOf, blocks, rows);
    }

    // The number of cuts below the value.
    private static byte BinOf(float[] cuts, float value)
    {
        int low = 0, high = cuts.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (cuts[middle] < value) low = middle + 1;
            else high = middle;
        }

        return (byte)low;
    }

    // Sorts the values in place.
    private static float[] Cuts(float[] values, int maxBins)
    {
        Array.Sort(values);
        var cuts = new List<float>();
        for (int i = 1; i < values.Length && cuts.Count < maxBins; i++)
            if (values[i] != values[i - 1]) cuts.Add(Between(values[i - 1], values[i]));
        if (cuts.Count < maxBins) return [.. cuts];

        cuts.Clear();
        for (int k = 1; k < maxBins; k++)
        {
            // Rank k (n - 1) / bins, exactly: between two ranks NumPy's "midpoint" takes the mean of both.
            long product = (long)k * (values.Length - 1);
            int rank = (int)(product / maxBins);
            float cut = product % maxBins == 0 ? values[rank] : Between(values[rank], values[rank + 1]);
            if (cuts.Count == 0 || cut > cuts[^1]) cuts.Add(cut);
        }

        // A cut at the maximum would leave the last bin empty.
        if (cuts[^1] >= values[^1]) cuts.RemoveAt(cuts.Count - 1);
        return [.. cuts];
    }

    // The midpoint as float, never as large as the upper value: the threshold must keep the two apart.
    private static float Between(float lower, float upper)
    {
        float middle = (float)(((double)lower + upper) * 0.5);
        return middle < upper ? middle : lower;
    }
}
