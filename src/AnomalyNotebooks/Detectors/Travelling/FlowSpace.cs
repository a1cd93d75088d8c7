namespace AnomalyNotebooks;

/// <summary>
/// Flows as points whose distances mean something on another stretch of traffic too: logarithms and numbers standardised and cut off at
/// eight standard deviations, one feature per value seen ten times or more (0, or the longer the rarer the value is), window counters by
/// their order of magnitude and at a quarter of their weight. Context columns come last. Immutable.
/// </summary>
internal sealed class FlowSpace
{
    private const double Clip = 8;
    private const int OftenEnough = 10;
    private const double CounterWeight = 0.25; // they say more of the flows around than of the flow

    private readonly Block[] blocks;

    private FlowSpace(Block[] blocks)
    {
        this.blocks = blocks;
        Names = [.. blocks.SelectMany(block => block.Names)];
        OwnColumns = blocks.Where(block => !block.View.IsContext).Sum(block => block.Names.Length);
    }

    /// <summary>Names of the features.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many of the columns, the first, do not say what context a flow has.</summary>
    public int OwnColumns { get; }

    /// <summary>Learns means, spreads and values of the normals.</summary>
    public static FlowSpace Fit(IReadOnlyList<ColumnView> views, FlowTable normals)
    {
        ColumnView[] ordered = [.. views.OrderBy(view => view.IsContext)];
        var fitted = new Block[ordered.Length];
        ParallelWork.For(fitted.Length, b => fitted[b] = Block.Of(ordered[b], normals));
        return new FlowSpace(fitted);
    }

    /// <summary>Rows by <see cref="Names"/>.</summary>
    public FeatureMatrix Transform(FlowTable flows)
    {
        int width = Names.Count;
        var values = new float[flows.Count * width];
        var starts = new int[blocks.Length];
        for (int b = 1; b < starts.Length; b++) starts[b] = starts[b - 1] + blocks[b - 1].Names.Length;
        ParallelWork.For(blocks.Length, b => blocks[b].Write(flows, values, starts[b], width));
        return new FeatureMatrix(values, flows.Count, Names);
    }

    private sealed record Block(ColumnView View, string[] Names, ColumnCodes? Codes, int[] PlaceOfCode, double Mean, double Scale,
        double Weight, double Median)
    {
        /// <summary>Per value, what stands for it instead of 1.</summary>
        private float[] Lengths { get; init; } = [];

        public static Block Of(ColumnView view, FlowTable normals)
        {
            if (view.Kind == ColumnKind.Values)
            {
                ColumnCodes codes = ColumnCodes.Fit(view, normals);
                var counts = new int[codes.Count + 1];
                foreach (int code in codes.Of(normals)) counts[code]++;
                int kept = 0;
                int[] place = [.. counts.Select(count => count >= OftenEnough ? kept++ : -1)];
                for (int i = 0; i < place.Length; i++)
                    if (place[i] < 0) place[i] = kept; // all rare ones together
                var flows = new int[kept + 1];
                for (int code = 0; code < counts.Length; code++) flows[place[code]] += counts[code];
                return new Block(view, [.. Enumerable.Range(0, kept + 1).Select(i => $"{view.Column.Name} {i}")], codes, place, 0, 1, 1, 0)
                {
                    Lengths = [.. flows.Select(count => view.IsContext ? 1 : Length(count, normals.Count))],
                };
            }

            double[] raw = normals.Number(view.Column.Name),
                values = [.. raw.Where(value => !double.IsNaN(value)).Select(value => Point(view, value))];
            if (values.Length == 0) return new Block(view, [view.Column.Name], null, [], 0, 1, 1, 0);
            double mean = 0, squares = 0;
            foreach (double value in values) mean += value / values.Length;
            foreach (double value in values) squares += (value - mean) * (value - mean) / values.Length;
            Array.Sort(values);
            double scale = view.Kind == ColumnKind.Presence || !(squares > 1e-18) ? 1 : 1 / Math.Sqrt(squares);
            return new Block(view, [view.Column.Name], null, [], mean, scale, view.Kind == ColumnKind.Counter ? CounterWeight
                : 1, values[values.Length / 2]);
        }

        public void Write(FlowTable flows, float[] values, int start, int width)
        {
            if (Codes is not null)
            {
                int[] codes = Codes.Of(flows);
                for (int r = 0; r < codes.Length; r++) values[(r * width) + start + PlaceOfCode[codes[r]]] = Lengths[PlaceOfCode[codes[r]]];
                return;
            }

            double[] column = flows.Number(View.Column.Name);
            for (int r = 0; r < column.Length; r++)
            {
                double point = double.IsNaN(column[r]) ? Median : Point(View, column[r]);
                values[(r * width) + start] = (float)(Weight * Math.Clamp((point - Mean) * Scale, -Clip, Clip));
            }
        }

        // A value that few normals have is further from the others: its squared length is its surprise, -log p, at least 1.
        private static float Length(int count, int flows) =>
            (float)Math.Sqrt(Math.Max(1, -PortableMath.Log((count + 1.0) / (flows + 2.0))));

        private static double Point(ColumnView view, double value) => view.Kind switch
        {
            ColumnKind.Presence => value > 0 ? 1 : 0,
            ColumnKind.Counter => Math.Floor((PortableMath.Log1p(Math.Max(value, 0)) / 0.69314718055994531) + 0.5),
            ColumnKind.Log => PortableMath.Log1p(Math.Max(value, 0) / view.Unit),
            _ => value,
        };
    }
}
