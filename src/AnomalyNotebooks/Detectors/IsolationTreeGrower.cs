namespace AnomalyNotebooks;

/// <summary>Grows one tree of an isolation forest: each split on a random feature that varies, at a random place, down to a depth of log2 of the sample.</summary>
internal sealed class IsolationTreeGrower
{
    private readonly FeatureMatrix normals;
    private readonly int[] sample; // reordered so that the rows of a node stand together
    private readonly int[] candidates;
    private readonly SeededRandom random;
    private readonly int depthLimit;
    private readonly List<int> feature = [], left = [], right = [], rows = [];
    private readonly List<double> threshold = [];

    private IsolationTreeGrower(FeatureMatrix normals, int[] sample, SeededRandom random)
    {
        this.normals = normals;
        this.sample = sample;
        this.random = random;
        candidates = [.. Enumerable.Range(0, normals.Columns)];
        depthLimit = sample.Length <= 2 ? 1 : 32 - int.LeadingZeroCount(sample.Length - 1); // log2, rounded up
    }

    public static IsolationTree Grow(FeatureMatrix normals, int[] sample, SeededRandom random)
    {
        var grower = new IsolationTreeGrower(normals, sample, random);
        grower.AddNode(0, sample.Length, 0);
        return IsolationTree.FromNodes([.. grower.feature], [.. grower.threshold], [.. grower.left], [.. grower.right], [.. grower.rows]);
    }

    private int AddNode(int first, int end, int depth)
    {
        int node = feature.Count;
        feature.Add(-1);
        threshold.Add(0);
        left.Add(-1);
        right.Add(-1);
        rows.Add(end - first);
        if (end - first <= 1 || depth >= depthLimit || !FindSplit(first, end, out int column, out double place)) return node;

        int middle = first;
        for (int i = first; i < end; i++)
        {
            if (normals[sample[i], column] > place) continue;
            (sample[i], sample[middle]) = (sample[middle], sample[i]);
            middle++;
        }

        feature[node] = column;
        threshold[node] = place;
        left[node] = AddNode(first, middle, depth + 1);
        right[node] = AddNode(middle, end, depth + 1);
        return node;
    }

    // Draws features without replacement until one varies among the rows.
    private bool FindSplit(int first, int end, out int column, out double place)
    {
        for (int remaining = candidates.Length; remaining > 0; remaining--)
        {
            int drawn = random.Next(remaining);
            column = candidates[drawn];
            (candidates[drawn], candidates[remaining - 1]) = (candidates[remaining - 1], candidates[drawn]);
            float low = normals[sample[first], column], high = low;
            for (int i = first + 1; i < end; i++)
            {
                float value = normals[sample[i], column];
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            if (!(high > low)) continue;
            place = low + (random.NextDouble() * ((double)high - low));
            if (place >= high) place = low; // rounding must not leave the right side empty
            return true;
        }

        (column, place) = (-1, 0);
        return false;
    }
}
