namespace AnomalyNotebooks;

/// <summary>What to be surprised by in a flow: the settings of the <see cref="SurpriseTable"/> that discriminators look at.</summary>
internal static class FlowSurprises
{
    public static readonly string[] Context = ["proto", "service", "state", "sttl", "dttl", "ct_state_ttl"];

    /// <summary>Measured numbers, with the factor that brings their smallest unit to 1.</summary>
    public static readonly Dictionary<string, double> Continuous = new(StringComparer.Ordinal)
    {
        ["dur"] = 1e6, ["tcprtt"] = 1e6, ["synack"] = 1e6, ["ackdat"] = 1e6, ["sinpkt"] = 1e3, ["dinpkt"] = 1e3,
        ["rate"] = 1, ["sload"] = 1, ["dload"] = 1, ["sjit"] = 1, ["djit"] = 1,
    };

    private static readonly string[] NotByThemselves = ["sinpkt share", "dinpkt share", "synack share"];
    private static readonly string[] Counters =
        ["ct_srv_src", "ct_srv_dst", "ct_dst_ltm", "ct_src_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm"];

    /// <summary>Whether a column counts earlier flows, or is the difference of two such.</summary>
    public static bool IsCounter(string column) => Counters.Contains(column) || column.Contains(" - ", StringComparison.Ordinal);

    /// <summary>The chains for a view with these columns: every column by itself, given the context, and given the context and the bytes
    /// sent; and combinations that belong together.</summary>
    public static IEnumerable<SurpriseChain> Chains(IReadOnlyList<string> columns)
    {
        foreach (string column in columns.Where(column => !NotByThemselves.Contains(column)))
        {
            yield return Context.Contains(column) ? new SurpriseChain([column])
                : column is "sbytes" ? new SurpriseChain([column], Context)
                : new SurpriseChain([column], Context, With("sbytes"));
        }

        foreach (SurpriseChain chain in Rarities) yield return chain with { WithRarity = true };
        yield return new SurpriseChain(Context);
        foreach (string[] together in Together) yield return new SurpriseChain(together);
        foreach (string counter in Counters)
        {
            yield return new SurpriseChain([counter], Context, With("spkts", "dpkts"));
            yield return new SurpriseChain([counter], ["ct_dst_src_ltm"], With("ct_dst_src_ltm"));
        }

        foreach (string difference in columns.Where(column => IsCounter(column) && !Counters.Contains(column)))
            yield return new SurpriseChain([difference], Context, With("ct_dst_src_ltm"));

        yield return new SurpriseChain(["sbytes"], ["spkts"], With("spkts"));
        yield return new SurpriseChain(["dbytes"], ["dpkts"], With("dpkts"));
        yield return new SurpriseChain(["sloss"], ["spkts"], With("spkts"));
        yield return new SurpriseChain(["dmean"], Context, With("dpkts"));
        yield return new SurpriseChain(["sbytes"], Context, With("ct_dst_src_ltm"));
        yield return new SurpriseChain(["sbytes", "dbytes"], Context, With("ct_dst_src_ltm"));
        yield return new SurpriseChain(["dur"], Context, With("spkts", "dpkts"));
        yield return new SurpriseChain(["synack"], Context, With("ct_dst_src_ltm"));
        yield return new SurpriseChain(["ct_srv_src", "ct_srv_dst", "ct_dst_src_ltm"], Context);
        yield return new SurpriseChain(["ct_dst_ltm", "ct_src_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm"], Context);
        yield return new SurpriseChain(["ct_dst_src_ltm", "ct_srv_dst"], Context, With("sbytes"));
        yield return new SurpriseChain(["ct_dst_src_ltm"], ["ct_srv_src", "ct_srv_dst"], With("ct_srv_src", "ct_srv_dst"));
    }

    // Values of which normal flows of one kind have few, and those of another kind a new one each.
    private static IEnumerable<SurpriseChain> Rarities =>
    [
        new(["sbytes"], Context, With("spkts"), With("spkts", "dpkts")),
        new(["dbytes"], Context, With("dpkts"), With("spkts", "dpkts")),
        new(["sbytes", "dbytes"], Context, With("spkts", "dpkts")),
        new(["spkts", "dpkts"], Context),
        new(["spkts", "dpkts", "sloss", "dloss"], Context),
        new(["sbytes", "ct_dst_src_ltm"], Context, With("spkts", "dpkts")),
        new(["ct_dst_src_ltm"], Context, With("spkts", "dpkts"), With("sbytes")),
        new(["ct_srv_src", "ct_srv_dst", "ct_dst_src_ltm"], Context, With("spkts", "dpkts"), With("sbytes")),
        new(["ct_srv_src", "ct_srv_dst"], Context, With("ct_dst_src_ltm")),
        new(["ct_dst_ltm", "ct_src_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm"], Context, With("ct_dst_src_ltm")),
        new(["dur"], Context, With("spkts", "dpkts")),
        new(["response_body_len"], Context, With("dbytes")),
        new(["sload"], Context), new(["dload"], Context), new(["sjit"], Context), new(["djit"], Context), new(["tcprtt"], Context),
    ];

    private static readonly string[][] Together =
    [
        ["spkts", "dpkts", "sbytes", "dbytes"], ["spkts", "dpkts"], ["dpkts", "smean"], ["sbytes", "service"], ["sbytes", "dbytes"],
        ["ct_srv_src", "ct_srv_dst"], ["ct_dst_src_ltm", "ct_src_ltm"], ["ct_srv_src", "ct_srv_dst", "ct_dst_src_ltm"],
        ["service", "state", "spkts", "dpkts"], ["sbytes", "ct_dst_src_ltm"], ["spkts", "sbytes", "sloss"], ["dpkts", "dbytes"],
    ];

    private static string[] With(params string[] further) => [.. Context, .. further];
}
