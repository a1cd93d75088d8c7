namespace AnomalyNotebooks;

/// <summary>How artificial anomalies are made out of normal flows (see <see cref="SwapDiscriminator"/>). No data chose the defaults:
/// every way of changing a flow is as frequent as the others.</summary>
internal sealed record RecombinationOptions
{
    /// <summary>Share of artificial anomalies that exchange whole blocks (sizes, times, kind of ends, counters of earlier flows);
    /// the others change single groups of columns. 0 to 1.</summary>
    public double BlockShare { get; init; } = 0.5;

    /// <summary>Share that take what they exchange from flows of the same context (protocol, service, state, TTLs). 0 to 1.</summary>
    public double SameContextShare { get; init; }

    /// <summary>Share of those changing groups that take values near normal ones, perhaps never seen, instead of seen ones. 0 to 1.</summary>
    public double NearbyShare { get; init; } = 0.5;

    /// <summary>Share of artificial anomalies that only send or receive another number of bytes. 0 to 1.</summary>
    public double ResizeShare { get; init; } = 1.0 / 3;
}

/// <summary>
/// Makes artificial anomalies out of normal flows: keeps part of a flow and takes the rest from other normal flows (of any
/// kind, or of the same context), or from nearby values. Each value is normal, or nearly; their combination is not.
/// </summary>
internal sealed class Recombination
{
    // A flow is coarsely four things: what was sent, how long it took, between what kind of ends, and how often such flows came before.
    private static readonly string[][] Blocks =
    [
        ["spkts", "sbytes", "sloss", "dpkts", "dbytes", "dloss", "trans_depth", "response_body_len", "ct_flw_http_mthd", "is_ftp_login", "ct_ftp_cmd"],
        ["dur", "sinpkt share", "dinpkt share", "sjit", "djit", "synack", "ackdat"],
        ["proto", "service", "state", "sttl", "dttl", "ct_state_ttl", "swin", "dwin", "stcpb", "dtcpb", "is_sm_ips_ports"],
        ["ct_srv_src", "ct_srv_dst", "ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm", "ct_src_ltm"],
    ];

    // Finely, columns that are not normal apart from each other.
    private static readonly string[][] Groups =
    [
        ["spkts", "sbytes", "sloss"], ["dpkts", "dbytes", "dloss"], ["sinpkt share", "dinpkt share"], ["sjit", "djit"], ["synack", "ackdat"],
        ["proto"], ["service"], ["state"], ["sttl", "ct_state_ttl"], ["dttl", "ct_state_ttl"], ["swin", "dwin", "stcpb", "dtcpb"],
        ["trans_depth", "response_body_len", "ct_flw_http_mthd"], ["is_ftp_login", "ct_ftp_cmd"],
        ["ct_srv_src", "ct_srv_dst"], ["ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm"], ["ct_dst_src_ltm", "ct_src_ltm"],
    ];

    private static readonly HashSet<string> Counts = ["spkts", "dpkts", "sbytes", "dbytes", "sloss", "dloss", "response_body_len"];
    private static readonly HashSet<string> Counters =
        ["ct_srv_src", "ct_srv_dst", "ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm", "ct_src_ltm"];
    private static readonly HashSet<string> Times = ["dur", "synack", "ackdat"];
    private static readonly HashSet<string> Jitters = ["sjit", "djit"];

    private static readonly HashSet<string> Known = [.. Blocks.SelectMany(block => block)];

    private readonly string[] names;
    private readonly int[][] blocks, groups;
    private readonly RecombinationOptions options;

    public Recombination(IReadOnlyList<string> names, RecombinationOptions options)
    {
        this.names = [.. names];
        this.options = options;
        blocks = Bind(Blocks);
        groups = Bind(Groups);
    }

    /// <summary>As many artificial anomalies as there are normals, less those that came out as they went in.</summary>
    /// <param name="normals">Parts of normal flows, rows by parts.</param>
    /// <param name="context">Per row, the number of its context (0, 1, 2...).</param>
    /// <param name="donors">The normal flows that others' parts are taken from.</param>
    /// <param name="donorContext">Per donor, the number of its context.</param>
    /// <param name="random">Drawn from row after row.</param>
    public FeatureMatrix Make(FeatureMatrix normals, int[] context, FeatureMatrix donors, int[] donorContext, SeededRandom random)
    {
        int width = normals.Columns, made = 0;
        int[][] sameContext = RowsByContext(context.Concat(donorContext).Max() + 1, donorContext);
        var values = new float[normals.Values.Length];
        for (int r = 0; r < normals.Rows; r++)
        {
            ReadOnlySpan<float> normal = normals.Row(r);
            Span<float> row = values.AsSpan(made * width, width);
            normal.CopyTo(row);
            int[] peers = random.NextDouble() < options.SameContextShare ? sameContext[context[r]] : [];
            if (random.NextDouble() < options.ResizeShare) Resize(donors, row, random);
            else if (random.NextDouble() < options.BlockShare) SwapBlocks(donors, row, peers, random);
            else ChangeGroups(donors, row, peers, random);
            if (!row.SequenceEqual(normal)) made++;
        }

        return new FeatureMatrix(values[..(made * width)], made, normals.Names);
    }

    private void SwapBlocks(FeatureMatrix normals, Span<float> row, int[] peers, SeededRandom random)
    {
        bool[] chosen = Choose(blocks.Length, random.Next(2) == 0 ? 0.25 : 0.5, random);
        for (int b = 0; b < blocks.Length; b++)
        {
            if (!chosen[b]) continue;
            ReadOnlySpan<float> donor = normals.Row(Donor(normals, peers, random));
            foreach (int column in blocks[b]) row[column] = donor[column];
        }
    }

    // What was sent, what came back, or both, in sizes near to normal ones; all else stays.
    private void Resize(FeatureMatrix normals, Span<float> row, SeededRandom random)
    {
        int which = random.Next(3);
        if (which != 1) ResizeOne("sbytes", row);
        if (which != 0) ResizeOne("dbytes", row);

        void ResizeOne(string name, Span<float> changed)
        {
            int column = Array.IndexOf(names, name);
            if (column >= 0 && changed[column] > 0) changed[column] = Near(column, changed[column], normals, random);
        }
    }

    private void ChangeGroups(FeatureMatrix normals, Span<float> row, int[] peers, SeededRandom random)
    {
        // The smallest of three uniform numbers has the distribution Beta(1, 3): mostly few groups, sometimes many.
        double share = Math.Min(random.NextDouble(), Math.Min(random.NextDouble(), random.NextDouble()));
        bool[] chosen = Choose(groups.Length, random.NextDouble() < 0.3 ? 0 : share, random);
        bool nearby = random.NextDouble() < options.NearbyShare, partOfGroup = random.Next(2) == 0;
        for (int g = 0; g < groups.Length; g++)
        {
            if (!chosen[g]) continue;
            ReadOnlySpan<float> donor = normals.Row(Donor(normals, peers, random));
            foreach (int column in groups[g])
            {
                if (partOfGroup && random.Next(2) == 0) continue;
                row[column] = nearby ? Near(column, random.Next(2) == 0 ? row[column] : donor[column], normals, random) : donor[column];
            }
        }
    }

    // Each with the given probability, but at least one.
    private static bool[] Choose(int count, double probability, SeededRandom random)
    {
        var chosen = new bool[count];
        bool any = false;
        for (int i = 0; i < count; i++) any |= chosen[i] = random.NextDouble() < probability;
        if (!any) chosen[random.Next(count)] = true;
        return chosen;
    }

    private static int Donor(FeatureMatrix normals, int[] peers, SeededRandom random) =>
        peers.Length > 0 ? peers[random.Next(peers.Length)] : random.Next(normals.Rows);

    // A value that may never have been seen, in the column's own grain: whole counts, microseconds.
    private float Near(int column, float value, FeatureMatrix normals, SeededRandom random)
    {
        string name = names[column];
        double spread = 0.5 * random.NextGaussian();
        if (Counts.Contains(name) || Counters.Contains(name))
        {
            spread *= random.Next(3) switch { 0 => 0.1, 1 => 0.3, _ => 1 };
            double count = Math.Floor(((1 + value) * PortableMath.Exp(spread)) - 1 + 0.5);
            return (float)Math.Max(count, name is "spkts" || Counters.Contains(name) ? 1 : 0);
        }

        if (Times.Contains(name)) return (float)(Math.Floor((value * PortableMath.Exp(spread) * 1e6) + 0.5) / 1e6);
        if (Jitters.Contains(name)) return (float)(value * PortableMath.Exp(spread));
        // A column of other data: a step as long as two of its rows are apart.
        return Known.Contains(name) ? value : value + normals[random.Next(normals.Rows), column] - normals[random.Next(normals.Rows), column];
    }

    private static int[][] RowsByContext(int contexts, int[] context)
    {
        var rows = new List<int>[contexts];
        for (int r = 0; r < context.Length; r++) (rows[context[r]] ??= []).Add(r);
        return [.. rows.Select(list => list?.ToArray() ?? [])];
    }

    // Columns that no group names are groups by themselves.
    private int[][] Bind(string[][] sets)
    {
        int[][] bound = [.. sets.Select(set => set.Select(name => Array.IndexOf(names, name)).Where(column => column >= 0).ToArray()).Where(set => set.Length > 0)];
        var named = bound.SelectMany(set => set).ToHashSet();
        return [.. bound, .. Enumerable.Range(0, names.Length).Where(column => !named.Contains(column)).Select(column => new[] { column })];
    }
}
