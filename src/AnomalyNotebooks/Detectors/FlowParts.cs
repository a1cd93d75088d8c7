namespace AnomalyNotebooks;

/// <summary>
/// A flow taken apart into what can be changed freely. Some columns of a flow follow from others (mean sizes, loads, rate,
/// round-trip time): were they swapped like the rest, an artificial anomaly would be known by its broken arithmetic, which no
/// real attack shows. So flows are taken apart, changed, and put together again.
/// </summary>
/// <remarks>Works on any matrix: columns that are not those of a flow are parts of their own and stay as they are.</remarks>
internal sealed class FlowParts
{
    private const double ShortestDuration = 1e-6;

    // TCP's first sequence numbers are drawn at random by the sender: all they say is whether there is one.
    private static readonly Derived[] StandIns =
    [
        new("stcpb", "stcpb", ["stcpb"], Presence),
        new("dtcpb", "dtcpb", ["dtcpb"], Presence),
        new("sinpkt", "sinpkt share", ["sinpkt", "spkts", "dur"], IntervalShare),
        new("dinpkt", "dinpkt share", ["dinpkt", "dpkts", "dur"], IntervalShare),
    ];

    // In this order: a column may be derived from parts only.
    private static readonly Derived[] Followers =
    [
        new("rate", "rate", ["spkts", "dpkts", "dur"], (spkts, dpkts, dur) => Math.Max(spkts + dpkts - 1, 0) / Math.Max(dur, ShortestDuration)),
        new("sload", "sload", ["sbytes", "spkts", "dur"], Load),
        new("dload", "dload", ["dbytes", "dpkts", "dur"], Load),
        new("smean", "smean", ["sbytes", "spkts"], (bytes, packets, _) => Math.Floor((bytes / Math.Max(packets, 1)) + 0.5)),
        new("dmean", "dmean", ["dbytes", "dpkts"], (bytes, packets, _) => Math.Floor((bytes / Math.Max(packets, 1)) + 0.5)),
        new("tcprtt", "tcprtt", ["synack", "ackdat"], (synack, ackdat, _) => synack + ackdat),
        new("sinpkt", "sinpkt", ["sinpkt share", "spkts", "dur"], Interval),
        new("dinpkt", "dinpkt", ["dinpkt share", "dpkts", "dur"], Interval),
    ];

    // Not columns of a flow, but what a reader would compute next.
    private static readonly Derived[] Comparisons =
    [
        new("", "ct_srv_dst - ct_dst_src_ltm", ["ct_srv_dst", "ct_dst_src_ltm"], Difference),
        new("", "ct_srv_src - ct_dst_src_ltm", ["ct_srv_src", "ct_dst_src_ltm"], Difference),
        new("", "ct_dst_ltm - ct_dst_src_ltm", ["ct_dst_ltm", "ct_dst_src_ltm"], Difference),
        new("", "ct_src_ltm - ct_dst_ltm", ["ct_src_ltm", "ct_dst_ltm"], Difference),
        new("", "ct_srv_src - ct_srv_dst", ["ct_srv_src", "ct_srv_dst"], Difference),
        new("", "spkts beyond losses", ["spkts", "sloss"], (packets, lost, _) => packets - (2 * lost)),
        new("", "sbytes beyond headers", ["sbytes", "spkts"], (bytes, packets, _) => bytes - (52 * packets)),
        new("", "synack share", ["synack", "dur"], (synack, dur, _) => synack / Math.Max(dur, ShortestDuration)),
    ];

    private readonly Bound[] toParts, toView;

    /// <summary>Prepares for flows with the columns <paramref name="flowNames"/>.</summary>
    public FlowParts(IReadOnlyList<string> flowNames)
    {
        var present = flowNames.ToHashSet(StringComparer.Ordinal);
        Derived[] standIns = [.. StandIns.Where(standIn => standIn.Inputs.All(present.Contains))];
        Derived[] followers = [.. Followers.Where(follower => present.Contains(follower.Replaces) && follower.Inputs.All(input =>
            present.Contains(input) || standIns.Any(standIn => standIn.Name == input)))];
        var names = new List<string>();
        foreach (string name in flowNames)
        {
            if (standIns.FirstOrDefault(standIn => standIn.Replaces == name) is { } standIn) names.Add(standIn.Name);
            else if (!followers.Any(follower => follower.Replaces == name)) names.Add(name);
        }

        Names = names;
        Derived[] views = [.. followers, .. Comparisons.Where(comparison => comparison.Inputs.All(names.Contains))];
        ViewNames = [.. names, .. views.Select(view => view.Name)];
        toParts = [.. names.Select(name => standIns.FirstOrDefault(standIn => standIn.Name == name) is { } standIn
            ? Bound.To(standIn, flowNames) : new Bound(null, [flowNames.IndexOf(name)]))];
        toView = [.. views.Select(view => Bound.To(view, names))];
    }

    /// <summary>The parts' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of what a model sees: the parts, the columns that follow from them, and comparisons of parts.</summary>
    public IReadOnlyList<string> ViewNames { get; }

    /// <summary>Takes flows apart: rows by <see cref="Names"/>.</summary>
    public FeatureMatrix Take(FeatureMatrix flows)
    {
        var values = new float[flows.Rows * Names.Count];
        for (int r = 0; r < flows.Rows; r++)
        {
            ReadOnlySpan<float> flow = flows.Row(r);
            for (int p = 0; p < toParts.Length; p++) values[(r * toParts.Length) + p] = toParts[p].Value(flow);
        }

        return new FeatureMatrix(values, flows.Rows, Names);
    }

    /// <summary>Puts parts together: rows by <see cref="ViewNames"/>.</summary>
    public FeatureMatrix View(FeatureMatrix parts)
    {
        int width = ViewNames.Count;
        var values = new float[parts.Rows * width];
        for (int r = 0; r < parts.Rows; r++)
        {
            ReadOnlySpan<float> row = parts.Row(r);
            Span<float> view = values.AsSpan(r * width, width);
            row.CopyTo(view);
            for (int v = 0; v < toView.Length; v++) view[row.Length + v] = toView[v].Value(row);
        }

        return new FeatureMatrix(values, parts.Rows, ViewNames);
    }

    /// <summary>Whether a column follows from others and cannot be changed by itself.</summary>
    public static bool Follows(string column) => Followers.Any(follower => follower.Replaces == column && !follower.Inputs[0].EndsWith(" share", StringComparison.Ordinal));

    /// <summary>Computes again, in one changed flow, the columns that follow from what was changed.</summary>
    /// <param name="before">Values of the flow before, by column.</param>
    /// <param name="after">Values after.</param>
    /// <param name="set">Where to write values.</param>
    /// <param name="changed">The columns that were changed.</param>
    public static void Recompute(Func<string, double> before, Func<string, double> after, Action<string, double> set, IReadOnlySet<string> changed)
    {
        foreach (Derived follower in Followers)
        {
            string[] columns = [.. follower.Inputs.Where(input => !input.EndsWith(" share", StringComparison.Ordinal))];
            bool isFree = columns.Length < follower.Inputs.Length;
            if (!columns.Any(changed.Contains) && (isFree || !changed.Contains(follower.Replaces))) continue;
            if (isFree && changed.Contains(follower.Replaces)) continue;
            double Input(int i) => i >= follower.Inputs.Length ? 0
                : isFree && i == 0 ? IntervalShare(before(follower.Replaces), before(columns[0]), before(columns[1])) : after(follower.Inputs[i]);
            set(follower.Replaces, follower.Of(Input(0), Input(1), Input(2)));
        }
    }

    /// <summary>A table of the flows' columns.</summary>
    public static FlowTable Table(FlowOrigin origin, int count, IReadOnlyDictionary<string, double[]> numbers, IReadOnlyDictionary<string, CategoryColumn> texts) =>
        new(origin, count, numbers, texts, new CategoryColumn(new int[count], [FlowSchema.Normal]), new bool[count]);

    private static double Load(double bytes, double packets, double duration) =>
        bytes * 8 * Math.Max(packets - 1, 0) / Math.Max(packets, 1) / Math.Max(duration, ShortestDuration);

    // The mean time between packets (ms) as a share of what it would be if they filled the duration (s).
    private static double IntervalShare(double interval, double packets, double duration) =>
        packets > 1 ? interval * (packets - 1) / Math.Max(duration * 1000, ShortestDuration * 1000) : -1;

    private static double Interval(double share, double packets, double duration) =>
        packets > 1 ? Math.Max(share, 0) * duration * 1000 / (packets - 1) : 0;

    private static double Presence(double value, double unused, double unusedToo) => value > 0 ? 1 : 0;

    private static double Difference(double a, double b, double unused) => a - b;

    /// <summary>A number computed from up to three others. <paramref name="Replaces"/> is the column it stands for, if any.</summary>
    private sealed record Derived(string Replaces, string Name, string[] Inputs, Func<double, double, double, double> Of);

    private sealed record Bound(Func<double, double, double, double>? Of, int[] Inputs)
    {
        public static Bound To(Derived derived, IReadOnlyList<string> names) => new(derived.Of, [.. derived.Inputs.Select(names.IndexOf)]);

        public float Value(ReadOnlySpan<float> row) => Of is null
            ? row[Inputs[0]]
            : (float)Of(row[Inputs[0]], Inputs.Length > 1 ? row[Inputs[1]] : 0, Inputs.Length > 2 ? row[Inputs[2]] : 0);
    }
}
