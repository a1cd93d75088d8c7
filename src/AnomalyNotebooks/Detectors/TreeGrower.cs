using System.Numerics;

namespace AnomalyNotebooks;

/// <summary>Grows one tree after another on the same binned rows, leaf-wise: the leaf whose best split gains most is split next,
/// ties going to the older leaf, the lower feature and the lower bin.</summary>
internal sealed class TreeGrower
{
    // Below this much work (rows and bins of a block) a node is done faster by one thread than handed out.
    private const int WorkWorthSharing = 10_000;

    // A node of so few rows fills few of its bins: it is counted anew where it is split, and only the bins it fills are looked at.
    private const int FewRows = 64;

    private readonly FeatureBins bins;
    private readonly GradientBoostedTreesOptions options;
    private readonly int[] rows; // those that the tree is grown on
    private readonly int[] others;
    private int[] asked; // blocks of features that the tree may ask about
    private int askedBins;
    private readonly GradientSums[] fewRows; // where nodes of few rows are counted; all zero in between
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
        fewRows = new GradientSums[bins.Offsets[^1]];
    }

    /// <summary>Grows a tree on the rows' gradients and hessians and writes each training row's value to <paramref
    /// name="values"/>.</summary>
    public RegressionTree Grow(GradientSums[] sums, double[] values, SeededRandom random, CancellationToken cancellation = default)
    {
        int drawn = Draw(random);
        nodes.Clear();
        var root = new Node { Start = 0, End = drawn };
        for (int i = 0; i < drawn; i++) root.Sums += sums[rows[i]];
        nodes.Add(root);
        if (!IsSmall(root)) root.Histogram = Rent();
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

        askedBins = asked.Sum(block => BinsOf(block).End - BinsOf(block).First);
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
        if (IsSmall(large))
        {
            Return(parent);
            FindSplits(sums, small, sibling: null);
            FindSplits(sums, large, sibling: null);
            return;
        }

        if (!IsSmall(small)) small.Histogram = Rent();
        large.Histogram = parent.Histogram;
        parent.Histogram = [];
        FindSplits(sums, small, large);
    }

    private static bool IsSmall(Node node) => node.Count <= FewRows;

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
        if (sibling is null && node.Count < 2 * options.MinRowsPerLeaf) return;
        for (int i = node.Start; i < node.End; i++) gathered[i] = sums[rows[i]];
        var best = new (SplitCandidate Node, SplitCandidate Sibling)[asked.Length];
        bool isSmall = IsSmall(node);
        long work = ((long)node.Count * asked.Length) + (isSmall && sibling is null ? 0 : askedBins);
        if (work >= WorkWorthSharing) ParallelWork.For(asked.Length, Block);
        else for (int i = 0; i < asked.Length; i++) Block(i);
        foreach ((SplitCandidate ofNode, SplitCandidate ofSibling) in best)
        {
            node.Offer(ofNode);
            sibling?.Offer(ofSibling);
        }

        void Block(int i)
        {
            (int first, int end) = BinsOf(asked[i]);
            if (isSmall) best[i].Node = BestOfFewRows(node, sibling, asked[i]);
            else
            {
                Array.Clear(node.Histogram, first, end - first);
                Fill(node.Histogram, node, asked[i]);
                best[i].Node = BestOfBlock(node, asked[i]);
                if (sibling is null) return;
                for (int b = first; b < end; b++) sibling.Histogram[b] -= node.Histogram[b];
            }

            if (sibling is not null) best[i].Sibling = BestOfBlock(sibling, asked[i]);
        }
    }

    private (int First, int End) BinsOf(int block) =>
        (bins.Offsets[block * FeatureBins.BlockWidth], bins.Offsets[(block + 1) * FeatureBins.BlockWidth]);

    private unsafe void Fill(GradientSums[] histogram, Node node, int block)
    {
        fixed (byte* b = bins.Blocks[block])
        fixed (int* r = rows, o = bins.Offsets)
        fixed (GradientSums* s = gathered, h = histogram)
            GradientSums.Accumulate(b, r + node.Start, s + node.Start, node.Count, h, o + (block * FeatureBins.BlockWidth));
    }

    private SplitCandidate BestOfBlock(Node node, int block)
    {
        var search = new SplitSearch(node.Sums, options);
        if (node.Count < 2 * options.MinRowsPerLeaf) return search.Best;
        for (int f = block * FeatureBins.BlockWidth; f < (block + 1) * FeatureBins.BlockWidth; f++)
        {
            ReadOnlySpan<GradientSums> histogram = node.Histogram.AsSpan(bins.Offsets[f]..(bins.Offsets[f + 1] - 1));
            search.Begin();
            for (int bin = 0; bin < histogram.Length; bin++)
            {
                if (histogram[bin].HessiansAndRows == 0) continue; // no rows here: the same split as the bin before
                if (!search.Add(histogram[bin], f, bin)) break;
            }
        }

        return search.Best;
    }

    // The same for a node of few rows, from the bins they fill alone, which are taken away from the sibling's.
    private SplitCandidate BestOfFewRows(Node node, Node? sibling, int block)
    {
        var search = new SplitSearch(node.Sums, options);
        Fill(fewRows, node, block);
        Span<ulong> filled = stackalloc ulong[FeatureBins.BlockWidth * 4]; // zeros; a bit for each of a feature's 256 bins
        ReadOnlySpan<byte> rowBins = bins.Blocks[block];
        for (int i = node.Start; i < node.End; i++)
        {
            ReadOnlySpan<byte> eight = rowBins.Slice(rows[i] * FeatureBins.BlockWidth, FeatureBins.BlockWidth);
            for (int f = 0; f < eight.Length; f++) filled[(f * 4) + (eight[f] >> 6)] |= 1UL << eight[f];
        }

        for (int f = 0; f < FeatureBins.BlockWidth; f++)
        {
            int feature = (block * FeatureBins.BlockWidth) + f, first = bins.Offsets[feature], last = bins.Offsets[feature + 1] - 1 - first;
            bool goesOn = node.Count >= 2 * options.MinRowsPerLeaf;
            search.Begin();
            for (int word = 0; word < 4; word++)
                for (ulong bits = filled[(f * 4) + word]; bits != 0; bits &= bits - 1)
                {
                    int bin = (word << 6) + BitOperations.TrailingZeroCount(bits);
                    ref GradientSums sum = ref fewRows[first + bin];
                    if (sibling is not null) sibling.Histogram[first + bin] -= sum;
                    goesOn = goesOn && bin < last && search.Add(sum, feature, bin);
                    sum = default;
                }
        }

        return search.Best;
    }

    private GradientSums[] Rent() => histograms.TryPop(out GradientSums[]? histogram) ? histogram : new GradientSums[bins.Offsets[^1]];

    private void Return(Node node)
    {
        if (node.Histogram.Length == 0) return;
        histograms.Push(node.Histogram);
        node.Histogram = [];
    }

    private sealed class Node
    {
        public int Start, End, Left = -1;
        public GradientSums Sums;
        public GradientSums[] Histogram = [];

        public int Count => End - Start;

        public SplitCandidate Best { get; private set; }

        // Offered in the order of the features: of equal gains the first stays.
        public void Offer(SplitCandidate split)
        {
            if (split.Gain > Best.Gain) Best = split;
        }
    }
}
