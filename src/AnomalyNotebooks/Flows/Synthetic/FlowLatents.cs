namespace AnomalyNotebooks;

/// <summary>
/// A flow in terms of what can vary freely, and back. Many of the 39 numeric features follow from others (rates, loads, means,
/// the round-trip time) or are bound by them (of the counters one is never above another); drawn one by one they would contradict
/// each other. Here each flow is a vector of latent numbers from which all features are computed.
/// </summary>
internal sealed class FlowLatents
{
    /// <summary>The first so many latents are a flow's shape: its packets and bytes, of which some combinations are very common.</summary>
    public const int ShapeCount = 8;

    /// <summary>Names of the latents, for the profile's reader.</summary>
    public static readonly string[] Names =
    [
        "spkts", "sbytes/spkts", "dpkts", "dbytes/dpkts", "sloss/spkts", "dloss/dpkts", "sbytes not in sload", "dbytes not in dload",
        "dur", "sinpkt/gap", "sinpkt alone", "dinpkt/gap", "dinpkt alone", "sjit/gap", "djit/gap", "swin", "dwin", "stcpb>0", "dtcpb>0",
        "synack", "ackdat", "trans_depth", "response_body_len", "ct_flw_http_mthd-trans_depth", "is_ftp_login", "is_sm_ips_ports",
        "ct_dst_sport_ltm", "ct_src_dport_ltm-ct_dst_sport_ltm", "ct_src_ltm-ct_src_dport_ltm", "ct_dst_ltm-ct_src_dport_ltm",
        "ct_dst_src_ltm-ct_dst_sport_ltm", "ct_srv_dst-ct_dst_src_ltm", "ct_srv_src-ct_srv_dst",
    ];

    // A few flows claim pauses and jitter far beyond their own duration; multiplied with another flow's they would make nonsense.
    private const double MostGaps = 1.1;
    private const double MostJitter = 2000;
    private const double MillisecondsPerSecond = 1000;
    private readonly double[][] columns;
    private readonly Dictionary<string, int> indexOf;

    /// <summary>Reads from and writes to these columns, in the order of <see cref="FlowSchema.NumericFeatures"/>.</summary>
    public FlowLatents(double[][] columns)
    {
        this.columns = columns;
        indexOf = [];
        foreach (string name in FlowSchema.UnswNb15.NumericFeatures) indexOf[name] = indexOf.Count;
    }

    /// <summary>The latents of a flow. NaN where one means nothing for it (such as the mean gap between the packets of a flow of
    /// one).</summary>
    public double[] Encode(int row)
    {
        double Value(string name) => columns[indexOf[name]][row];
        double dur = Value("dur"), spkts = Value("spkts"), dpkts = Value("dpkts"), sbytes = Value("sbytes"), dbytes = Value("dbytes");
        double sinpkt = Value("sinpkt"), dinpkt = Value("dinpkt"), sourceGap = MeanGap(dur, spkts), destinationGap = MeanGap(dur, dpkts);
        double sourceMean = Round(sbytes / spkts, 4), destinationMean = dpkts > 0 ? Round(dbytes / dpkts, 4) : 0;
        double sport = Value("ct_dst_sport_ltm"), dport = Value("ct_src_dport_ltm"), pair = Value("ct_dst_src_ltm");
        return
        [
            spkts, sourceMean, dpkts, destinationMean, Round(Value("sloss") / spkts, 4), dpkts > 0 ? Round(Value("dloss") / dpkts, 4) : 0,
            Round(dur > 0 ? Math.Clamp(sbytes - (Value("sload") * dur / 8), 0, sbytes) : sourceMean, 1),
            Round(dur > 0 ? Math.Clamp(dbytes - (Value("dload") * dur / 8), 0, dbytes) : destinationMean, 1),
            dur,
            sourceGap > 0 ? Round(Math.Min(sinpkt / sourceGap, MostGaps), 4) : double.NaN, sourceGap > 0 ? double.NaN : sinpkt,
            destinationGap > 0 ? Round(Math.Min(dinpkt / destinationGap, MostGaps), 4) : double.NaN, destinationGap > 0
                ? double.NaN : dinpkt,
            sourceGap > 0 ? Math.Min(Value("sjit") / sourceGap, MostJitter) : double.NaN,
            destinationGap > 0 ? Math.Min(Value("djit") / destinationGap, MostJitter) : double.NaN,
            Value("swin"), Value("dwin"), Value("stcpb") > 0 ? 1 : 0, Value("dtcpb") > 0 ? 1 : 0,
            Value("synack"), Value("ackdat"), Value("trans_depth"), Value("response_body_len"),
                Value("ct_flw_http_mthd") - Value("trans_depth"),
            Value("is_ftp_login"), Value("is_sm_ips_ports"),
            sport, dport - sport, Value("ct_src_ltm") - dport, Value("ct_dst_ltm") - dport,
            pair - sport, Value("ct_srv_dst") - pair, Value("ct_srv_src") - Value("ct_srv_dst"),
        ];
    }

    /// <summary>How fast a flow was, as bound for others of its group.</summary>
    public FlowLimits Speed(int row) =>
        new(columns[indexOf["sload"]][row], columns[indexOf["dload"]][row], columns[indexOf["rate"]][row]);

    /// <summary>Writes the flow of these latents into a row, whole numbers whole and nothing out of its range.</summary>
    public void Decode(ReadOnlySpan<double> latents, FlowContext context, FlowLimits limits, int row, SeededRandom random)
    {
        void Set(string name, double value) => columns[indexOf[name]][row] = value;
        double spkts = Whole(latents[0], 1), sbytes = Whole(latents[1] * spkts, 0);
        double dpkts = Whole(latents[2], 0), dbytes = dpkts > 0 ? Whole(latents[3] * dpkts, 0) : 0;
        double sourceCounted = Math.Clamp(sbytes - latents[6], 0, sbytes), destinationCounted = Math.Clamp(dbytes - latents[7], 0, dbytes);
        double dur = Math.Max(0, latents[8]);
        if (dur > 0) dur = Math.Max(dur, limits.ShortestFor(sourceCounted * 8, destinationCounted * 8, spkts + dpkts - 1));
        dur = Round(dur, 6);
        Set("dur", dur);
        Set("spkts", spkts);
        Set("dpkts", dpkts);
        Set("sbytes", sbytes);
        Set("dbytes", dbytes);
        Set("sttl", context.SourceTtl);
        Set("dttl", context.DestinationTtl);
        Set("ct_state_ttl", context.StateTtl);
        Set("rate", Rate(spkts + dpkts - 1, dur));
        Set("sload", Load(sourceCounted, dur));
        Set("dload", Load(destinationCounted, dur));
        Set("sloss", Math.Min(Whole(latents[4] * spkts, 0), spkts));
        Set("dloss", Math.Min(Whole(latents[5] * dpkts, 0), dpkts));
        Set("sinpkt", Gap(dur, spkts, latents[9], latents[10]));
        Set("dinpkt", Gap(dur, dpkts, latents[11], latents[12]));
        Set("sjit", Math.Max(0, Round(latents[13] * MeanGap(dur, spkts), 6)));
        Set("djit", Math.Max(0, Round(latents[14] * MeanGap(dur, dpkts), 6)));
        Set("swin", Whole(latents[15], 0));
        Set("dwin", Whole(latents[16], 0));
        Set("stcpb", latents[17] >= 0.5 ? 1 + (random.NextUInt64() >> 32) : 0);
        Set("dtcpb", latents[18] >= 0.5 ? 1 + (random.NextUInt64() >> 32) : 0);
        double synack = Math.Max(0, Round(latents[19], 6)), ackdat = Math.Max(0, Round(latents[20], 6));
        Set("synack", synack);
        Set("ackdat", ackdat);
        Set("tcprtt", Round(synack + ackdat, 6));
        Set("smean", Mean(sbytes, spkts));
        Set("dmean", Mean(dbytes, dpkts));
        double depth = Whole(latents[21], 0);
        Set("trans_depth", depth);
        Set("response_body_len", Whole(latents[22], 0));
        Set("ct_flw_http_mthd", Whole(depth + latents[23], 0));
        Set("is_ftp_login", Whole(latents[24], 0));
        Set("ct_ftp_cmd", Whole(latents[24], 0));
        Set("is_sm_ips_ports", latents[25] >= 0.5 ? 1 : 0);
        double sport = Whole(latents[26], 1), dport = Whole(sport + latents[27], sport), pair = Whole(sport + latents[30], sport);
        double serviceAtDestination = Whole(pair + latents[31], 1);
        Set("ct_dst_sport_ltm", sport);
        Set("ct_src_dport_ltm", dport);
        Set("ct_src_ltm", Whole(dport + latents[28], dport));
        Set("ct_dst_ltm", Whole(dport + latents[29], sport));
        Set("ct_dst_src_ltm", pair);
        Set("ct_srv_dst", serviceAtDestination);
        Set("ct_srv_src", Whole(serviceAtDestination + latents[32], 1));
    }

    // Mean time between packets in ms, were they spread evenly over the flow; 0 where there is no such time.
    private static double MeanGap(double dur, double packets) => dur > 0 && packets > 1 ? dur / (packets - 1) * MillisecondsPerSecond : 0;

    private static double Gap(double dur, double packets, double share, double alone)
    {
        double gap = MeanGap(dur, packets);
        return Math.Max(0, Round(gap > 0 ? share * gap : alone, 6));
    }

    // Argus keeps durations and loads in single precision, and so the file's last digits are those of single precision too.
    private static double Load(double countedBytes, double dur) => dur > 0 ? Round((float)(countedBytes * 8) / (float)dur, 6) : 0;

    // To ten significant digits, at most six of them decimals.
    private static double Rate(double packets, double dur)
    {
        if (dur <= 0) return 0;
        double rate = packets / (float)dur;
        int decimals = 6;
        for (double limit = 10_000; rate >= limit && decimals > 0; limit *= 10) decimals--;
        return Round(rate, decimals);
    }

    private static double Mean(double bytes, double packets) => packets > 0 ? Math.Floor((bytes / packets) + 0.5) : 0;

    private static double Whole(double value, double least) => Math.Max(least, Math.Floor(value + 0.5));

    private static double Round(double value, int digits) => Math.Round(value, digits);
}
