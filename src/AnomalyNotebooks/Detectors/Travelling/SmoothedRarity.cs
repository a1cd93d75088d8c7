namespace AnomalyNotebooks;

/// <summary>
/// How rare each value of a flow is among normal flows of its context, in nats: -log of a smoothed share that backs off to all normals,
/// (n of the value in the context + 10 p) / (n of the context + 10), p being the value's share among all normals. So a value never seen
/// costs no more than its context makes likely, and a context never seen has a cost of its own, the last column.
/// </summary>
/// <remarks>Numbers are cut into bins of logarithms and spread over neighbouring bins with weights 1/4, 1/2, 1/4: exact values do not
/// travel from one stretch of traffic to the next. Times and rates are left out, and so is what follows from other columns.</remarks>
internal sealed class SmoothedRarity
{
    private const double BackOff = 10;

    private readonly Table[] tables;
    private readonly FlowContexts contexts;

    private SmoothedRarity(Table[] tables, FlowContexts contexts)
    {
        this.tables = tables;
        this.contexts = contexts;
        Names = [.. tables.Select(table => "rarity of " + table.Codes.View.Column.Name), .. contexts.Any
            ? new[] { "rarity of the context" } : []];
    }

    /// <summary>Names of the rarities.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Which of the rarities are those of sizes, counts and small whole numbers.</summary>
    public int[] Sizes => [.. Enumerable.Range(0, tables.Length).Where(t =>
        tables[t].Codes.View.Column.Role is ColumnRole.Size or ColumnRole.Count or ColumnRole.Discrete or ColumnRole.Number)];

    /// <summary>Counts the normals.</summary>
    public static SmoothedRarity Fit(IReadOnlyList<ColumnView> views, FlowContexts contexts, FlowTable normals)
    {
        int[] numbers = contexts.Of(normals).Numbers;
        ColumnView[] looked = [.. views.Where(view => view.IsRepeated && !view.IsContext && !view.IsDerived)];
        var counted = new Table[looked.Length];
        ParallelWork.For(counted.Length, t => counted[t] = Table.Of(ColumnCodes.Fit(looked[t], normals), normals, numbers));
        return new SmoothedRarity(counted, contexts);
    }

    /// <summary>Rows by <see cref="Names"/>.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="leaveOut">Whether the flows are the training normals, each of which is not to be counted itself.</param>
    public FeatureMatrix Transform(FlowTable flows, bool leaveOut = false)
    {
        (int[] numbers, int[][] codes) = contexts.Of(flows);
        var values = new float[flows.Count * Names.Count];
        int width = Names.Count, own = leaveOut ? 1 : 0;
        ParallelWork.For(tables.Length, t =>
        {
            int[] of = tables[t].Codes.Of(flows);
            for (int r = 0; r < of.Length; r++)
            {
                int inContext = numbers[r] < 0 ? 0 : contexts.Counts[numbers[r]];
                values[(r * width) + t] = (float)tables[t].Rarity(of[r], numbers[r], inContext, own);
            }
        });
        if (contexts.Any)
        {
            for (int r = 0; r < flows.Count; r++)
            {
                double seen = numbers[r] < 0 ? 0 : Math.Max(contexts.Counts[numbers[r]] - own, 0);
                double share = (seen + (BackOff * contexts.IndependentShare(codes, r))) / (contexts.Rows - own + BackOff);
                values[(r * width) + width - 1] = (float)-PortableMath.Log(share);
            }
        }

        return new FeatureMatrix(values, flows.Count, Names);
    }

    private sealed record Table(ColumnCodes Codes, double[] Shares, Dictionary<long, float> Joint)
    {
        private double Half => Codes.IsOrdered ? 0.5 : 1;

        public static Table Of(ColumnCodes codes, FlowTable normals, int[] contexts)
        {
            int[] of = codes.Of(normals);
            var marginal = new double[codes.Count + 1];
            var joint = new Dictionary<long, float>();
            for (int r = 0; r < of.Length; r++)
            {
                Add(of[r], contexts[r], codes.IsOrdered ? 0.5f : 1);
                if (!codes.IsOrdered) continue;
                Add(of[r] - 1, contexts[r], 0.25f);
                Add(of[r] + 1, contexts[r], 0.25f);
            }

            double all = 0;
            for (int v = 0; v < marginal.Length; v++) all += marginal[v] += 0.5;
            return new Table(codes, [.. marginal.Select(count => count / all)], joint);

            void Add(int code, int context, float weight)
            {
                if (code < 0 || code >= codes.Count) return;
                marginal[code] += weight;
                long key = Key(context, code, codes.Count);
                joint[key] = joint.GetValueOrDefault(key) + weight;
            }
        }

        public double Rarity(int code, int context, int ofContext, int own)
        {
            double together = context < 0 ? 0 : Math.Max(Joint.GetValueOrDefault(Key(context, code, Codes.Count)) - (own * Half), 0);
            return -PortableMath.Log((together + (BackOff * Shares[code])) / (Math.Max(ofContext - own, 0) + BackOff));
        }

        private static long Key(int context, int code, int count) => ((long)context * (count + 1)) + code;
    }
}
