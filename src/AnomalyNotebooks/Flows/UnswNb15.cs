using static AnomalyNotebooks.ColumnRole;
using static AnomalyNotebooks.FlowFormula;

namespace AnomalyNotebooks;

/// <summary>
/// The columns of the UNSW-NB15 partition files and what they mean: the one file of the library that names them. Source: the feature
/// list published with the data set, and Moustafa and Slay, "UNSW-NB15: a comprehensive data set for network intrusion detection
/// systems", MilCIS 2015, doi:10.1109/MilCIS.2015.7348942. What is said here beyond it (what follows from what, what belongs
/// together) was found in the file, among its normal flows.
/// </summary>
internal static class UnswNb15
{
    private const string Protocols = """
        3pc a/n aes-sp3-d any argus aris arp ax.25 bbn-rcc bna br-sat-mon cbt cftp chaos compaq-peer cphb cpnx crtp crudp dcn ddp
        ddx dgp egp eigrp emcon encap etherip fc fire ggp gmtp gre hmp i-nlsp iatp ib icmp idpr idpr-cmtp idrp ifmp igmp igp il ip
        ipcomp ipcv ipip iplt ipnip ippc ipv6 ipv6-frag ipv6-no ipv6-opts ipv6-route ipx-n-ip irtp isis iso-ip iso-tp4 kryptolan
        l2tp larp leaf-1 leaf-2 merit-inp mfe-nsp mhrp micp mobile mtp mux narp netblt nsfnet-igp nvp ospf pgm pim pipe pnni
        pri-enc prm ptp pup pvp qnx rdp rsvp rtp rvd sat-expak sat-mon sccopmce scps sctp sdrp secure-vmtp sep skip sm smp snp
        sprite-rpc sps srp st2 stp sun-nd swipe tcf tcp tlsp tp++ trunk-1 trunk-2 ttp udp unas uti vines visa vmtp vrrp wb-expak
        wb-mon wsn xnet xns-idp xtp zero
        """;

    private static readonly FlowColumn[] Columns =
    [
        new("dur", Duration, "s", "Duration of the flow.") { Scale = 1e6 },
        new("proto", Category, "",
            "Protocol above or at the network layer, such as tcp, udp, arp or ospf.") { KnownValues = Words(Protocols) },
        new("service", Category, "",
            "Application protocol recognised in the flow, such as dns or http; '-' where none was.")
            { KnownValues = Words("- dhcp dns ftp ftp-data http irc pop3 radius smtp snmp ssh ssl") },
        new("state", Category, "",
            "Connection state by Argus, such as FIN (closed), CON (open), INT (one direction only) or REQ (unanswered).")
            { KnownValues = Words("ACC CLO CON ECO FIN INT PAR REQ RST URN no") },
        new("spkts", Count, "packets", "Packets from source to destination.") { Minimum = 1 },
        new("dpkts", Count, "packets", "Packets from destination to source."),
        new("sbytes", Size, "bytes", "Bytes from source to destination."),
        new("dbytes", Size, "bytes", "Bytes from destination to source."),
        new("rate", Rate, "packets/s", "Packets per second in both directions: all packets but the first, over the duration."),
        new("sttl", TimeToLive, "hops",
            "Time to live in packets from the source. An artefact of the test bed: it tells attacking machines from others."),
        new("dttl", TimeToLive, "hops", "Time to live in packets from the destination; 0 where it sent none."),
        new("sload", Rate, "bit/s", "Bits per second from the source."),
        new("dload", Rate, "bit/s", "Bits per second from the destination."),
        new("sloss", Count, "packets", "Packets of the source that were sent again or dropped."),
        new("dloss", Count, "packets", "Packets of the destination that were sent again or dropped."),
        new("sinpkt", Duration, "ms", "Mean time between two packets of the source.") { Scale = 1e3 },
        new("dinpkt", Duration, "ms", "Mean time between two packets of the destination.") { Scale = 1e3 },
        new("sjit", Duration, "ms", "Jitter of the source: how much the time between its packets varies."),
        new("djit", Duration, "ms", "Jitter of the destination: how much the time between its packets varies."),
        new("swin", Discrete, "", "TCP window advertised by the source; in these files nearly always 255 for tcp and 0 for all else."),
        new("stcpb", SequenceNumber, "",
            "First TCP sequence number of the source: a random number, of which only its presence means anything."),
        new("dtcpb", SequenceNumber, "",
            "First TCP sequence number of the destination: a random number, of which only its presence means anything."),
        new("dwin", Discrete, "", "TCP window advertised by the destination; 0 where it never answered."),
        new("tcprtt", Duration, "s", "Round-trip time while the TCP connection was set up: synack plus ackdat.") { Scale = 1e6 },
        new("synack", Duration, "s", "Time from the SYN to the SYN-ACK of the TCP handshake.") { Scale = 1e6 },
        new("ackdat", Duration, "s", "Time from the SYN-ACK to the ACK of the TCP handshake.") { Scale = 1e6 },
        new("smean", Size, "bytes", "Mean size of the packets from the source: sbytes over spkts, rounded."),
        new("dmean", Size, "bytes", "Mean size of the packets from the destination: dbytes over dpkts, rounded."),
        new("trans_depth", Discrete, "requests", "Depth of the HTTP request in its connection's pipeline; 0 where there is none."),
        new("response_body_len", Size, "bytes", "Size of the HTTP response's content before compression; 0 where there is none."),
        new("ct_srv_src", WindowCounter, "flows",
            "Of the last 100 flows, how many have this flow's service and source address.") { Minimum = 1 },
        new("ct_state_ttl", TimeToLive, "",
            "A code of 0 to 6 made from the state and from ranges of sttl and dttl. Rests on the TTL artefact."),
        new("ct_dst_ltm", WindowCounter, "flows", "Of the last 100 flows, how many have this flow's destination address.") { Minimum = 1 },
        new("ct_src_dport_ltm", WindowCounter, "flows",
            "Of the last 100 flows, how many have this flow's source address and destination port.") { Minimum = 1 },
        new("ct_dst_sport_ltm", WindowCounter, "flows",
            "Of the last 100 flows, how many have this flow's destination address and source port.") { Minimum = 1 },
        new("ct_dst_src_ltm", WindowCounter, "flows",
            "Of the last 100 flows, how many have this flow's source and destination addresses.") { Minimum = 1 },
        new("is_ftp_login", Flag, "", "Whether an FTP session was entered with user and password. A few rows count higher than 1."),
        new("ct_ftp_cmd", Discrete, "commands", "FTP commands in the flow. Nearly always equal to is_ftp_login."),
        new("ct_flw_http_mthd", Discrete, "requests", "HTTP requests with a method, such as GET or POST, in the flow."),
        new("ct_src_ltm", WindowCounter, "flows", "Of the last 100 flows, how many have this flow's source address.") { Minimum = 1 },
        new("ct_srv_dst", WindowCounter, "flows",
            "Of the last 100 flows, how many have this flow's service and destination address.") { Minimum = 1 },
        new("is_sm_ips_ports", Flag, "",
            "1 where source and destination have the same address and port (a land attack; in these files nearly always arp)."),
    ];

    private static readonly FlowLabels Labels = new("attack_cat", "label", ["Normal"])
    {
        Known = ["Analysis", "Backdoor", "DoS", "Exploits", "Fuzzers", "Generic", "Normal", "Reconnaissance", "Shellcode", "Worms"],
        Spellings = new Dictionary<string, string> { ["Backdoors"] = "Backdoor" }, // as the raw files write
    };

    private static readonly FlowDerivation[] Derivations =
    [
        new("rate", PacketRate, ["spkts", "dpkts", "dur"]),
        new("sload", Load, ["sbytes", "spkts", "dur"]),
        new("dload", Load, ["dbytes", "dpkts", "dur"]),
        new("smean", Mean, ["sbytes", "spkts"]),
        new("dmean", Mean, ["dbytes", "dpkts"]),
        new("tcprtt", Sum, ["synack", "ackdat"]),
        new("sinpkt", Interval, ["spkts", "dur"]),
        new("dinpkt", Interval, ["dpkts", "dur"]),
        new("stcpb", Presence, []),
        new("dtcpb", Presence, []),
    ];

    private static readonly FlowDerivation[] Comparisons =
    [
        new("ct_srv_dst - ct_dst_src_ltm", Difference, ["ct_srv_dst", "ct_dst_src_ltm"]),
        new("ct_srv_src - ct_dst_src_ltm", Difference, ["ct_srv_src", "ct_dst_src_ltm"]),
        new("ct_dst_ltm - ct_dst_src_ltm", Difference, ["ct_dst_ltm", "ct_dst_src_ltm"]),
        new("ct_src_ltm - ct_dst_ltm", Difference, ["ct_src_ltm", "ct_dst_ltm"]),
        new("ct_srv_src - ct_srv_dst", Difference, ["ct_srv_src", "ct_srv_dst"]),
        new("spkts beyond losses", Difference, ["spkts", "sloss"], Factor: 2),
        new("sbytes beyond headers", Difference, ["sbytes", "spkts"], Factor: 52),
        new("synack share", Share, ["synack", "dur"]),
    ];

    private static readonly string[] Context = ["proto", "service", "state", "sttl", "dttl", "ct_state_ttl"];

    private static readonly FlowBlock[] Blocks =
    [
        new("what was sent",
        [
            "spkts", "sbytes", "sloss", "dpkts", "dbytes", "dloss", "trans_depth", "response_body_len", "ct_flw_http_mthd", "is_ftp_login",
            "ct_ftp_cmd",
        ]),
        new("how long it took", ["dur", "sinpkt share", "dinpkt share", "sjit", "djit", "synack", "ackdat"]),
        new("between what kind of ends", [.. Context, "swin", "dwin", "stcpb", "dtcpb", "is_sm_ips_ports"], IsContext: true),
        new("how often such flows came before",
            ["ct_srv_src", "ct_srv_dst", "ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm", "ct_src_ltm"]),
    ];

    private static readonly string[][] Groups =
    [
        ["spkts", "sbytes", "sloss"], ["dpkts", "dbytes", "dloss"], ["sinpkt share", "dinpkt share"], ["sjit", "djit"],
        ["synack", "ackdat"], ["proto"], ["service"], ["state"], ["sttl", "ct_state_ttl"], ["dttl", "ct_state_ttl"],
        ["swin", "dwin", "stcpb", "dtcpb"],
        ["trans_depth", "response_body_len", "ct_flw_http_mthd"], ["is_ftp_login", "ct_ftp_cmd"],
        ["ct_srv_src", "ct_srv_dst"], ["ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm"], ["ct_dst_src_ltm", "ct_src_ltm"],
    ];

    private static readonly string[][] Tuples =
    [
        ["spkts", "dpkts", "sbytes", "dbytes"], ["spkts", "dpkts"], ["smean", "dmean"], ["sbytes", "service"],
        ["ct_srv_src", "ct_srv_dst"], ["ct_dst_src_ltm", "ct_src_ltm"], ["service", "state", "spkts", "dpkts"],
    ];

    private static readonly Dictionary<string, string[]> RawNames = new()
    {
        ["smean"] = ["smeansz"], ["dmean"] = ["dmeansz"], ["response_body_len"] = ["res_bdy_len"], ["sinpkt"] = ["sintpkt"],
        ["dinpkt"] = ["dintpkt"],
    };

    private static readonly string[] Pair = ["ct_dst_src_ltm"]; // the counter of the two addresses: by far the most telling one
    private static readonly string[] Packets = ["spkts", "dpkts"];
    private static readonly string[][] Services = [["ct_srv_src", "ct_srv_dst"], ["ct_srv_src", "ct_srv_dst", "ct_dst_src_ltm"]];
    private static readonly string[] Addresses = ["ct_dst_ltm", "ct_src_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm"];

    private static readonly FlowRules Rules = new()
    {
        Derivations = Derivations,
        Comparisons = Comparisons,
        Context = Context,
        MainSize = "sbytes",
        Groups = Groups,
        Blocks = Blocks,
        Tuples = Tuples,
        Relations =
        [
            .. Rarities().Select(relation => relation with { WithRarity = true }),
            new(Context, []),
            .. Together().Select(together => new FlowRelation(together, [])),
            .. Services[0].Concat(Addresses).Concat(Pair).SelectMany(OfCounter),
            .. Comparisons.Take(5).Select(difference => new FlowRelation([difference.Column], [Context, With(Pair)])),
            .. Further(),
        ],
    };

    /// <summary>The partition files: 42 features in file order, and all that is known of them.</summary>
    public static FlowSchema Schema { get; } = new("UNSW-NB15", Columns, Labels, Rules, new FlowLayout { IsStrict = true });

    /// <summary>The raw files: 49 columns, without a header; addresses, ports and times as well, some names other, no rate.</summary>
    public static FlowSchema Raw { get; } = new(
        "UNSW-NB15 raw",
        [
            new("srcip", Identifier, "address", "Address of the source."), new("sport", Identifier, "port", "Port of the source."),
            new("dstip", Identifier, "address", "Address of the destination."),
            new("dsport", Identifier, "port", "Port of the destination."),
            new("stime", Timestamp, "s", "Time of the first packet."), new("ltime", Timestamp, "s", "Time of the last packet."),
            .. Columns.Where(column => column.Name != "rate").Select(column =>
                column with { Aliases = RawNames.GetValueOrDefault(column.Name, []) }),
        ],
        Labels with { NormalTexts = ["Normal", ""] },
        Rules.Without(["rate"]),
        new FlowLayout
        {
            Missing = [""],
            Fields =
            [
                "srcip", "sport", "dstip", "dsport", "proto", "state", "dur", "sbytes", "dbytes", "sttl", "dttl", "sloss",
                "dloss", "service",
                "sload", "dload", "spkts", "dpkts", "swin", "dwin", "stcpb", "dtcpb", "smean", "dmean", "trans_depth", "response_body_len",
                "sjit", "djit", "stime", "ltime", "sinpkt", "dinpkt", "tcprtt", "synack", "ackdat", "is_sm_ips_ports", "ct_state_ttl",
                "ct_flw_http_mthd", "is_ftp_login", "ct_ftp_cmd", "ct_srv_src", "ct_srv_dst", "ct_dst_ltm", "ct_src_ltm",
                "ct_src_dport_ltm",
                "ct_dst_sport_ltm", "ct_dst_src_ltm", "attack_cat", "label",
            ],
        });

    /// <summary>What the columns are called, for code that makes up flows like these and so knows each of them.</summary>
    public static class Names
    {
        public const string
            Protocol = "proto", Service = "service", State = "state", FlowDuration = "dur", SourcePackets = "spkts",
            DestinationPackets = "dpkts", SourceBytes = "sbytes", DestinationBytes = "dbytes", PacketsPerSecond = "rate",
            SourceTtl = "sttl", DestinationTtl = "dttl", StateTtl = "ct_state_ttl", SourceLoad = "sload", DestinationLoad = "dload",
            SourceLost = "sloss", DestinationLost = "dloss", SourceInterval = "sinpkt", DestinationInterval = "dinpkt",
            SourceJitter = "sjit", DestinationJitter = "djit", SourceWindow = "swin", DestinationWindow = "dwin",
            SourceSequence = "stcpb", DestinationSequence = "dtcpb", RoundTrip = "tcprtt", SynToSynAck = "synack",
            SynAckToAck = "ackdat", SourceMean = "smean", DestinationMean = "dmean", RequestDepth = "trans_depth",
            ResponseLength = "response_body_len", HttpRequests = "ct_flw_http_mthd", FtpLogin = "is_ftp_login",
            FtpCommands = "ct_ftp_cmd", SameEnds = "is_sm_ips_ports", OfDestinationAndSourcePort = "ct_dst_sport_ltm",
            OfSourceAndDestinationPort = "ct_src_dport_ltm", OfSource = "ct_src_ltm", OfDestination = "ct_dst_ltm",
            OfPair = "ct_dst_src_ltm", OfServiceAndDestination = "ct_srv_dst", OfServiceAndSource = "ct_srv_src";
    }

    // Values of which normal flows of one kind have few, and those of another kind a new one each.
    private static FlowRelation[] Rarities() =>
    [
        new(["sbytes"], [Context, With("spkts"), With(Packets)]),
        new(["dbytes"], [Context, With("dpkts"), With(Packets)]),
        new(["sbytes", "dbytes"], [Context, With(Packets)]),
        new(Packets, [Context]),
        new(["spkts", "dpkts", "sloss", "dloss"], [Context]),
        new(["sbytes", .. Pair], [Context, With(Packets)]),
        new(Pair, [Context, With(Packets), With("sbytes")]),
        new(Services[1], [Context, With(Packets), With("sbytes")]),
        new(Services[0], [Context, With(Pair)]),
        new(Addresses, [Context, With(Pair)]),
        new(["dur"], [Context, With(Packets)]),
        new(["response_body_len"], [Context, With("dbytes")]),
        new(["sload"], [Context]), new(["dload"], [Context]), new(["sjit"], [Context]), new(["djit"], [Context]),
        new(["tcprtt"], [Context]),
    ];

    private static string[][] Together() =>
    [
        ["spkts", "dpkts", "sbytes", "dbytes"], ["spkts", "dpkts"], ["dpkts", "smean"], ["sbytes", "service"], ["sbytes", "dbytes"],
        Services[0], ["ct_dst_src_ltm", "ct_src_ltm"], Services[1],
        ["service", "state", "spkts", "dpkts"], ["sbytes", "ct_dst_src_ltm"], ["spkts", "sbytes", "sloss"], ["dpkts", "dbytes"],
    ];

    private static FlowRelation[] OfCounter(string counter) =>
        [new([counter], [Context, With(Packets)]), new([counter], [Pair, With(Pair)])];

    private static FlowRelation[] Further() =>
    [
        new(["sbytes"], [["spkts"], With("spkts")]),
        new(["dbytes"], [["dpkts"], With("dpkts")]),
        new(["sloss"], [["spkts"], With("spkts")]),
        new(["dmean"], [Context, With("dpkts")]),
        new(["sbytes"], [Context, With(Pair)]),
        new(["sbytes", "dbytes"], [Context, With(Pair)]),
        new(["dur"], [Context, With(Packets)]),
        new(["synack"], [Context, With(Pair)]),
        new(Services[1], [Context]),
        new(Addresses, [Context]),
        new(["ct_dst_src_ltm", "ct_srv_dst"], [Context, With("sbytes")]),
        new(Pair, [Services[0], With(Services[0])]),
    ];

    private static string[] With(params string[] further) => [.. Context, .. further];

    private static HashSet<string> Words(string text) => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}

public sealed partial class FlowSchema
{
    /// <summary>The UNSW-NB15 partition files: 42 features (39 numbers and 3 texts), the attack category and the label.</summary>
    public static FlowSchema UnswNb15 => AnomalyNotebooks.UnswNb15.Schema;
}
