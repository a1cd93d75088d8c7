using static AnomalyNotebooks.FlowFieldKind;

namespace AnomalyNotebooks;

/// <summary>
/// The columns of the UNSW-NB15 partition files and what they mean. Source: the feature list published with the data set, and
/// Moustafa and Slay, "UNSW-NB15: a comprehensive data set for network intrusion detection systems", MilCIS 2015,
/// doi:10.1109/MilCIS.2015.7348942. What is said here beyond it (what is computed from what) was found in the file.
/// </summary>
public static class FlowSchema
{
    /// <summary>The 42 features in file order (the columns without <c>id</c>, <c>attack_cat</c> and <c>label</c>).</summary>
    public static IReadOnlyList<FlowField> Features { get; } =
    [
        new("dur", Real, "s", "Duration of the flow."),
        new("proto", Category, "", "Protocol above or at the network layer, such as tcp, udp, arp or ospf."),
        new("service", Category, "", "Application protocol recognised in the flow, such as dns or http; '-' where none was."),
        new("state", Category, "", "Connection state by Argus, such as FIN (closed), CON (open), INT (one direction only) or REQ (unanswered)."),
        new("spkts", Integer, "packets", "Packets from source to destination."),
        new("dpkts", Integer, "packets", "Packets from destination to source."),
        new("sbytes", Integer, "bytes", "Bytes from source to destination."),
        new("dbytes", Integer, "bytes", "Bytes from destination to source."),
        new("rate", Real, "packets/s", "Packets per second in both directions: all packets but the first, over the duration."),
        new("sttl", Integer, "hops", "Time to live in packets from the source. An artefact of the test bed: it tells attacking machines from others."),
        new("dttl", Integer, "hops", "Time to live in packets from the destination; 0 where it sent none."),
        new("sload", Real, "bit/s", "Bits per second from the source."),
        new("dload", Real, "bit/s", "Bits per second from the destination."),
        new("sloss", Integer, "packets", "Packets of the source that were sent again or dropped."),
        new("dloss", Integer, "packets", "Packets of the destination that were sent again or dropped."),
        new("sinpkt", Real, "ms", "Mean time between two packets of the source."),
        new("dinpkt", Real, "ms", "Mean time between two packets of the destination."),
        new("sjit", Real, "ms", "Jitter of the source: how much the time between its packets varies."),
        new("djit", Real, "ms", "Jitter of the destination: how much the time between its packets varies."),
        new("swin", Integer, "", "TCP window advertised by the source; in these files nearly always 255 for tcp and 0 for all else."),
        new("stcpb", Integer, "", "First TCP sequence number of the source: a random number, of which only its presence means anything."),
        new("dtcpb", Integer, "", "First TCP sequence number of the destination: a random number, of which only its presence means anything."),
        new("dwin", Integer, "", "TCP window advertised by the destination; 0 where it never answered."),
        new("tcprtt", Real, "s", "Round-trip time while the TCP connection was set up: synack plus ackdat."),
        new("synack", Real, "s", "Time from the SYN to the SYN-ACK of the TCP handshake."),
        new("ackdat", Real, "s", "Time from the SYN-ACK to the ACK of the TCP handshake."),
        new("smean", Integer, "bytes", "Mean size of the packets from the source: sbytes over spkts, rounded."),
        new("dmean", Integer, "bytes", "Mean size of the packets from the destination: dbytes over dpkts, rounded."),
        new("trans_depth", Integer, "requests", "Depth of the HTTP request in its connection's pipeline; 0 where there is none."),
        new("response_body_len", Integer, "bytes", "Size of the HTTP response's content before compression; 0 where there is none."),
        new("ct_srv_src", Integer, "flows", "Of the last 100 flows, how many have this flow's service and source address."),
        new("ct_state_ttl", Integer, "", "A code of 0 to 6 made from the state and from ranges of sttl and dttl. Rests on the TTL artefact."),
        new("ct_dst_ltm", Integer, "flows", "Of the last 100 flows, how many have this flow's destination address."),
        new("ct_src_dport_ltm", Integer, "flows", "Of the last 100 flows, how many have this flow's source address and destination port."),
        new("ct_dst_sport_ltm", Integer, "flows", "Of the last 100 flows, how many have this flow's destination address and source port."),
        new("ct_dst_src_ltm", Integer, "flows", "Of the last 100 flows, how many have this flow's source and destination addresses."),
        new("is_ftp_login", Flag, "", "Whether an FTP session was entered with user and password. A few rows count higher than 1."),
        new("ct_ftp_cmd", Integer, "commands", "FTP commands in the flow. Nearly always equal to is_ftp_login."),
        new("ct_flw_http_mthd", Integer, "requests", "HTTP requests with a method, such as GET or POST, in the flow."),
        new("ct_src_ltm", Integer, "flows", "Of the last 100 flows, how many have this flow's source address."),
        new("ct_srv_dst", Integer, "flows", "Of the last 100 flows, how many have this flow's service and destination address."),
        new("is_sm_ips_ports", Flag, "", "1 where source and destination have the same address and port (a land attack; in these files nearly always arp)."),
    ];

    /// <summary>The names of <see cref="Features"/>, in file order.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = [.. Features.Select(field => field.Name)];

    /// <summary>The 39 numeric features (integers, reals and flags), in file order.</summary>
    public static IReadOnlyList<string> NumericFeatures { get; } =
        [.. Features.Where(field => field.Kind != Category).Select(field => field.Name)];

    /// <summary>The 3 text features: <c>proto</c>, <c>service</c>, <c>state</c>.</summary>
    public static IReadOnlyList<string> CategoryFeatures { get; } =
        [.. Features.Where(field => field.Kind == Category).Select(field => field.Name)];

    /// <summary>The columns that say what a flow was. They are for evaluation only and never features.</summary>
    public static IReadOnlyList<string> LabelColumns { get; } = ["attack_cat", "label"];

    /// <summary>Features that rest on the time to live, by which the test bed gives its attackers away.</summary>
    public static IReadOnlyList<string> TtlFeatures { get; } = ["sttl", "dttl", "ct_state_ttl"];

    /// <summary>The seven counters over the last 100 flows: they know a flow's neighbours in time.</summary>
    public static IReadOnlyList<string> WindowCounters { get; } =
        ["ct_srv_src", "ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm", "ct_src_ltm", "ct_srv_dst"];

    /// <summary>Features that follow from others, wholly or nearly so: rates, loads, means and the round-trip time.</summary>
    public static IReadOnlyList<string> DerivedFeatures { get; } =
        ["rate", "sload", "dload", "sinpkt", "dinpkt", "tcprtt", "smean", "dmean"];

    /// <summary>TCP's first sequence numbers: random, so that only zero or not zero means anything.</summary>
    public static IReadOnlyList<string> SequenceNumbers { get; } = ["stcpb", "dtcpb"];

    /// <summary>The ten values of <c>attack_cat</c> in the data set, sorted by ordinal comparison.</summary>
    public static IReadOnlyList<string> AttackCategories { get; } =
        ["Analysis", "Backdoor", "DoS", "Exploits", "Fuzzers", "Generic", Normal, "Reconnaissance", "Shellcode", "Worms"];

    /// <summary>The value of <c>attack_cat</c> for a flow that belongs to no attack.</summary>
    public const string Normal = "Normal";

    /// <summary>The field of that name.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public static FlowField Find(string name) => Features.FirstOrDefault(field => field.Name == name)
        ?? throw new ArgumentException($"'{name}' is not one of the 42 features of a flow. FlowSchema.FeatureNames lists them.", nameof(name));
}
