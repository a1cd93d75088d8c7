using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>Grows one tree after another on the same binned rows, leaf-wise: the leaf whose best split gains most is split next,
/// ties going to the older leaf, the lower feature and the lower bin.</summary>
internal sealed class TreeGrower
{
    // Below this much work a node is done faster by one thread than handed out.
    private const int WorkWorthSharing = 20_000;
    private const double MinHessianPerLeaf = 1e-3;

    private readonly FeatureBins bins;
    private readonly GradientBoostedTreesOptions options;
    private readonly int[] rows; // those that the tree is grown on
    private readonly int[] others;
    private int[] asked; // blocks of features that the tree may ask about
    private readonly int[] spare;
    private readonly GradientSums[] gathered;
    private readonly Stack<GradientSums[]> histograms = new();
    private readonly List<Node> nodes = [];

    public TreeGrower(FeatureBins bins, GradientBoostedTreesOptions options)
    {
        this.bins = bins;
        this.options = options;
        rows = new int[bins.Rows];
        others = new int[bins.Rows];
        asked = [.. Enumerable.Range(0, bins.Blocks.Length)];
        spare = new int[bins.Rows];
        gathered = new GradientSums[bins.Rows];
    }

    /// <summary>Grows a tree on the rows' gradients and hessians and writes each training row's value to <paramref
    /// name="values"/>.</summary>
    public RegressionTree Grow(GradientSums[] sums, double[] values, SeededRandom random, CancellationToken cancellation = default)
    {
        int drawn = Draw(random);
        nodes.Clear();
        var root = new Node { Start = 0, End = drawn, Histogram = Rent() };
        for (int i = 0; i < drawn; i++) root.Sums += sums[rows[i]];
        nodes.Add(root);
        FindSplits(sums, root, sibling: null);

        // Gain first; among equal gains the node made first.
        var open = new PriorityQueue<int, (double, int)>();
        Offer(open, 0);
        int leaves = 1;
        while (leaves < options.MaxLeaves && open.TryDequeue(out int index, out _))
        {
            cancellation.ThrowIfCancellationRequested();
            Split(nodes[index], sums, leaves + 1 < options.MaxLeaves);
            Offer(open, nodes.Count - 2);
            Offer(open, nodes.Count - 1);
            leaves++;
        }

        foreach (Node node in nodes)
        {
            Return(node);
            if (node.Left >= 0) continue;
            double value = Value(node.Sums);
            for (int i = node.Start; i < node.End; i++) values[rows[i]] = value;
        }

        ParallelWork.ForRows(bins.Rows - drawn, (first, end) =>
        {
            for (int i = first; i < end; i++) values[others[i]] = Value(Leaf(others[i]).Sums);
        }, cancellation);
        return new RegressionTree(
            [.. nodes.Select(node => node.Left < 0 ? -1 : node.Best.Feature)],
            [.. nodes.Select(node => node.Left < 0 ? 0 : bins.Threshold(node.Best.Feature, node.Best.Bin))],
            [.. nodes.Select(node => node.Left)],
            [.. nodes.Select(node => node.Left + 1)],
            [.. nodes.Select(node => Value(node.Sums))]);
    }

    // Chooses rows and features of the next tree; returns how many rows.
    private int Draw(SeededRandom random)
    {
        int drawn = 0, left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (options.RowShare >= 1 || random.NextDouble() < options.RowShare) rows[drawn++] = i;
            else others[left++] = i;
        }

        if (options.FeatureShare < 1)
        {
            int count = Math.Max(1, (int)Math.Round(bins.Blocks.Length * options.FeatureShare, MidpointRounding.AwayFromZero));
            asked = [.. random.Permutation(bins.Blocks.Length)[..count].Order()];
        }

        return drawn;
    }

    private Node Leaf(int row)
    {
        Node node = nodes[0];
        while (node.Left >= 0) node = nodes[bins.Bin(row, node.Best.Feature) <= node.Best.Bin ? node.Left : node.Left + 1];
        return node;
    }

    private void Offer(PriorityQueue<int, (double, int)> open, int index)
    {
        if (nodes[index].Best.Gain > 0) open.Enqueue(index, (-nodes[index].Best.Gain, index));
        else Return(nodes[index]);
    }

    private double Value(GradientSums sums) => -options.LearningRate * sums.Gradient / (sums.Hessian + options.L2 + 1e-15);

    // The left child becomes the last node but one, the right child the last.
    private void Split(Node parent, GradientSums[] sums, bool childrenMaySplit)
    {
        int middle = Partition(parent);
        parent.Left = nodes.Count;
        var left = new Node { Start = parent.Start, End = middle, Sums = parent.Best.Left };
        var right = new Node { Start = middle, End = parent.End, Sums = parent.Sums - parent.Best.Left };
        nodes.Add(left);
        nodes.Add(right);
        if (!childrenMaySplit) return;

        (Node small, Node large) = left.Count <= right.Count ? (left, right) : (right, left);
        if (large.Count < 2 * options.MinRowsPerLeaf) return;
        small.Histogram = Rent();
        large.Histogram = parent.Histogram;
        parent.Histogram = [];
        FindSplits(sums, small, large);
    }

    // Stable: rows keep their order within each side, which keeps later reads nearly sequential.
    private int Partition(Node node)
    {
        byte[] block = bins.Blocks[node.Best.Feature / FeatureBins.BlockWidth];
        int inBlock = node.Best.Feature % FeatureBins.BlockWidth, left = node.Start, right = 0;
        for (int i = node.Start; i < node.End; i++)
        {
            int row = rows[i];
            if (block[(row * FeatureBins.BlockWidth) + inBlock] <= node.Best.Bin) rows[left++] = row;
            else spare[right++] = row;
        }

        spare.AsSpan(0, right).CopyTo(rows.AsSpan(left));
        return left;
    }

    // Fills a node's histogram, takes it away from its sibling's (which is still the parent's), and finds the best split of each: all
    // that is to be done with a block of features in one go, while it is in the cache.
    private void FindSplits(GradientSums[] sums, Node node, Node? sibling)
    {
        for (int i = node.Start; i < node.End; i++) gathered[i] = sums[rows[i]];
        var best = new (Candidate Node, Candidate Sibling)[asked.Length];
        if (((long)node.Count * asked.Length) + node.Histogram.Length >= WorkWorthSharing) ParallelWork.For(asked.Length, Block);
        else for (int i = 0; i < asked.Length; i++) Block(i);
        foreach ((Candidate ofNode, Candidate ofSibling) in best)
        {
            node.Offer(ofNode);
            sibling?.Offer(ofSibling);
        }

        void Block(int i)
        {
            Fill(node, asked[i]);
            best[i].Node = BestOfBlock(node, asked[i]);
            if (sibling is null) return;
            int first = bins.Offsets[asked[i] * FeatureBins.BlockWidth], end = bins.Offsets[(asked[i] + 1) * FeatureBins.BlockWidth];
            for (int b = first; b < end; b++) sibling.Histogram[b] -= node.Histogram[b];
            best[i].Sibling = BestOfBlock(sibling, asked[i]);
        }
    }

    private unsafe void Fill(Node node, int block)
    {
        node.Histogram.AsSpan(bins.Offsets[block * FeatureBins.BlockWidth]..bins.Offsets[(block + 1) * FeatureBins.BlockWidth]).Clear();
        fixed (byte* b = bins.Blocks[block])
        fixed (int* r = rows, o = bins.Offsets)
        fixed (GradientSums* s = gathered, h = node.Histogram)
            GradientSums.Accumulate(b, r + node.Start, s + node.Start, node.Count, h, o + (block * FeatureBins.BlockWidth));
    }

    private Candidate BestOfBlock(Node node, int block)
    {
        Candidate best = default;
        if (node.Count < 2 * options.MinRowsPerLeaf) return best;
        double unsplit = Worth(node.Sums);
        for (int f = block * FeatureBins.BlockWidth; f < (block + 1) * FeatureBins.BlockWidth; f++)
        {
            ReadOnlySpan<GradientSums> histogram = node.Histogram.AsSpan(bins.Offsets[f]..(bins.Offsets[f + 1] - 1));
            GradientSums left = default;
            for (int bin = 0; bin < histogram.Length; bin++)
            {
                if (histogram[bin].HessiansAndRows == 0) continue; // no rows here: the same split as the bin before
                left += histogram[bin];
                if (left.Rows < options.MinRowsPerLeaf || left.Hessian < MinHessianPerLeaf) continue;
                GradientSums right = node.Sums - left;
                if (right.Rows < options.MinRowsPerLeaf || right.Hessian < MinHessianPerLeaf) break;
                double gain = Worth(left) + Worth(right) - unsplit;
                if (gain > best.Gain) best = new(gain, f, bin, left);
            }
        }

        return best;
    }

    // How much the loss falls (twice over) when these rows get their best common value.
    private double Worth(GradientSums sums) => sums.Gradient * sums.Gradient / (sums.Hessian + options.L2 + 1e-15);

    private GradientSums[] Rent() => histograms.TryPop(out GradientSums[]? histogram) ? histogram : new GradientSums[bins.Offsets[^1]];

    private void Return(Node node)
    {
        if (node.Histogram.Length == 0) return;
        histograms.Push(node.Histogram);
        node.Histogram = [];
    }

    private readonly record struct Candidate(double Gain, int Feature, int Bin, GradientSums Left);

    private sealed class Node
    {
        public int Start, End, Left = -1;
        public GradientSums Sums;
        public GradientSums[] Histogram = [];

        public int Count => End - Start;

        public Candidate Best { get; private set; }

        // Offered in the order of the features: of equal gains the first stays.
        public void Offer(Candidate split)
        {
            if (split.Gain > Best.Gain) Best = split;
        }
    }
}

/// <summary>
/// A sum of gradients, hessians and a count of rows, in fixed point: gradients in units of 2^-30, and in one number
/// hessians in units of 2^-24 below bit 42 and the rows above it.
/// </summary>
/// <remarks>
/// Integer sums are exact, so a histogram has the same bits whatever the order of its rows, the vector width or the number of
/// threads, and the larger child's histogram is exactly the parent's less the smaller child's. Holds for fewer than 2^20 rows.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct GradientSums(long Gradients, long HessiansAndRows)
{
    public const int MaxRows = (1 << 20) - 1;
    private const int RowShift = 42;
    private const double GradientUnit = 1.0 / (1L << 30), HessianUnit = 1.0 / (1L << 24);

    public double Gradient => Gradients * GradientUnit;

    public double Hessian => (HessiansAndRows & ((1L << RowShift) - 1)) * HessianUnit;

    public int Rows => (int)(HessiansAndRows >> RowShift);

    /// <summary>One row: gradient within [-1, 1], hessian within [0, 0.25], as the logistic loss gives them.</summary>
    public static GradientSums Of(double gradient, double hessian) =>
        new((long)Math.Floor((gradient / GradientUnit) + 0.5), (long)Math.Floor((hessian / HessianUnit) + 0.5) + (1L << RowShift));

    public static GradientSums operator +(GradientSums a, GradientSums b) =>
        new(a.Gradients + b.Gradients, a.HessiansAndRows + b.HessiansAndRows);

    public static GradientSums operator -(GradientSums a, GradientSums b) =>
        new(a.Gradients - b.Gradients, a.HessiansAndRows - b.HessiansAndRows);

    /// <summary>Adds <paramref name="count"/> rows to the histograms of the eight features of one block.</summary>
    /// <param name="bins">The block's bin numbers, eight a row.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="sums">Each row's own sums, in the order of <paramref name="rows"/>.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="histogram">The node's histogram.</param>
    /// <param name="offsets">Where the eight features begin in it.</param>
    public static unsafe void Accumulate(byte* bins, int* rows, GradientSums* sums, int count, GradientSums* histogram, int* offsets)
    {
        GradientSums* h0 = histogram + offsets[0], h1 = histogram + offsets[1], h2 = histogram + offsets[2], h3 = histogram + offsets[3];
        GradientSums* h4 = histogram + offsets[4], h5 = histogram + offsets[5], h6 = histogram + offsets[6], h7 = histogram + offsets[7];
        for (int i = 0; i < count; i++)
        {
            ulong eight = *(ulong*)(bins + ((long)rows[i] * FeatureBins.BlockWidth));
            if (!BitConverter.IsLittleEndian) eight = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(eight);
            Vector128<long> sum = Vector128.Load((long*)(sums + i));
            Add((long*)(h0 + (byte)eight), sum);
            Add((long*)(h1 + (byte)(eight >> 8)), sum);
            Add((long*)(h2 + (byte)(eight >> 16)), sum);
            Add((long*)(h3 + (byte)(eight >> 24)), sum);
            Add((long*)(h4 + (byte)(eight >> 32)), sum);
            Add((long*)(h5 + (byte)(eight >> 40)), sum);
            Add((long*)(h6 + (byte)(eight >> 48)), sum);
            Add((long*)(h7 + (byte)(eight >> 56)), sum);
        }
    }

    private static unsafe void Add(long* bin, Vector128<long> sum) => (Vector128.Load(bin) + sum).Store(bin);
}
