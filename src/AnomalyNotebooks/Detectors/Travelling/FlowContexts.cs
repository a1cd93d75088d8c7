namespace AnomalyNotebooks;

/// <summary>
/// What kind of flow each is: the joint value of the schema's context columns, numbered among the training normals. A kind never seen
/// there has number -1. A schema without context has one kind of flow only. Immutable.
/// </summary>
internal sealed class FlowContexts
{
    private readonly ColumnCodes[] columns;
    private readonly Dictionary<(int, int), int>[] chains; // (number so far, code of the next column) to the next number
    private readonly double[][] shares;                    // per column, the smoothed share of each value

    private FlowContexts(ColumnCodes[] columns, Dictionary<(int, int), int>[] chains, double[][] shares, int[] counts,
        int[][] members, int rows)
    {
        this.columns = columns;
        this.chains = chains;
        this.shares = shares;
        Counts = counts;
        Members = members;
        Rows = rows;
    }

    /// <summary>Training normals of each context.</summary>
    public int[] Counts { get; }

    /// <summary>Per context, the codes of its columns.</summary>
    public int[][] Members { get; }

    /// <summary>Number of contexts seen.</summary>
    public int Count => Counts.Length;

    /// <summary>How many contexts normal flows use: exp(entropy), 1 where there is but one, the number of contexts where all are
    /// alike.</summary>
    public double EffectiveCount
    {
        get
        {
            double entropy = 0;
            foreach (int count in Counts) entropy -= (double)count / Rows * PortableMath.Log((double)count / Rows);
            return PortableMath.Exp(entropy);
        }
    }

    /// <summary>Number of training normals.</summary>
    public int Rows { get; }

    /// <summary>Whether there is more than one kind of flow to tell apart.</summary>
    public bool Any => columns.Length > 0;

    /// <summary>Numbers the contexts of the normals.</summary>
    public static FlowContexts Fit(IReadOnlyList<ColumnView> views, FlowTable normals)
    {
        ColumnCodes[] coded = [.. views.Where(view => view.IsContext).Select(view => ColumnCodes.Fit(view, normals))];
        int[][] codes = [.. coded.Select(column => column.Of(normals))];
        var links = new Dictionary<(int, int), int>[coded.Length];
        int[] numbers = new int[normals.Count];
        var members = new List<int[]> { Array.Empty<int>() };
        for (int c = 0; c < coded.Length; c++)
        {
            links[c] = [];
            var next = new List<int[]>();
            for (int r = 0; r < numbers.Length; r++)
            {
                if (!links[c].TryGetValue((numbers[r], codes[c][r]), out int number))
                {
                    links[c].Add((numbers[r], codes[c][r]), number = next.Count);
                    next.Add([.. members[numbers[r]], codes[c][r]]);
                }

                numbers[r] = number;
            }

            members = next;
        }

        var counts = new int[members.Count];
        foreach (int number in numbers) counts[number]++;
        double[][] smoothed = [.. coded.Select((column, c) => Shares(codes[c], column.Count))];
        return new FlowContexts(coded, links, smoothed, counts, [.. members], normals.Count);
    }

    /// <summary>The contexts of some flows.</summary>
    public ContextOfFlows Of(FlowTable flows)
    {
        int[][] codes = [.. columns.Select(column => column.Of(flows))];
        var numbers = new int[flows.Count];
        for (int c = 0; c < columns.Length; c++)
            for (int r = 0; r < numbers.Length; r++)
                if (numbers[r] >= 0) numbers[r] = chains[c].GetValueOrDefault((numbers[r], codes[c][r]), -1);
        return new ContextOfFlows(numbers, codes);
    }

    /// <summary>The share that a context with these codes would have were its columns independent of each other.</summary>
    public double IndependentShare(int[][] codes, int row)
    {
        double share = 1;
        for (int c = 0; c < shares.Length; c++) share *= shares[c][codes[c][row]];
        return share;
    }

    private static double[] Shares(int[] codes, int count)
    {
        var weights = new double[count + 1];
        Array.Fill(weights, 0.5);
        foreach (int code in codes) weights[code]++;
        double all = codes.Length + (0.5 * weights.Length);
        return [.. weights.Select(share => share / all)];
    }
}
