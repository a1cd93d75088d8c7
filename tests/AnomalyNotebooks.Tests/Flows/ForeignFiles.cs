using System.Globalization;

namespace AnomalyNotebooks.Tests.Flows;

/// <summary>Made-up files in the shapes of data sets that people bring: names, marks, labels and oddities are theirs, values are
/// not.</summary>
internal static class ForeignFiles
{
    public const int Rows = 400, Attacks = 100;

    /// <summary>Shape, label columns, and columns that must be no features.</summary>
    public static TheoryData<string, string, string> All => new()
    {
        { "CICFlowMeter", "Label", "Destination Port" },
        { "CICFlowMeter, put together", "Label", "Dst Port|Timestamp" },
        { "CTU-13", "Label", "StartTime|SrcAddr|Sport|DstAddr|Dport" },
        { "IoT-23", "label", "ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|tunnel_parents|detailed-label" },
        { "KDD Cup 99", "label", "" },
        { "TON_IoT", "type label", "ts|src_ip|src_port|dst_ip|dst_port|type" },
        { "Bot-IoT", "category attack", "pkSeqID|stime|saddr|sport|daddr|dport|smac|ltime|subcategory" },
        { "NetFlow", "Attack Label", "IPV4_SRC_ADDR|L4_SRC_PORT|IPV4_DST_ADDR|L4_DST_PORT" },
        { "numbers", "outcome", "" },
        { "numbers with decimals", "label", "" },
        { "numbers with yes and no", "outlier", "" },
        { "numbers without names", "column4", "" },
    };

    public static string Text(string shape) => shape switch
    {
        "CICFlowMeter" => Lines("\r\n", " Destination Port, Flow Duration, Total Fwd Packets,Total Length of Fwd Packets,"
            + " Fwd Packet Length Mean,Flow Bytes/s, Flow Packets/s, Fwd Header Length, SYN Flag Count, Fwd Header Length, Label",
            (i, a) => $"{80 + (i % 50)},{i % 9 * 1000},{i % 13},{i % 97 * 3},{i % 97 / 4.0},"
                + $"{(i % 9 == 0 ? i % 2 == 0 ? "Infinity" : "NaN" : i % 97 / 3.0)},"
                + $"{(i % 9 == 0 ? "Infinity" : i % 13 / 7.0)},{i % 13 * 20},{i % 2},{i % 13 * 20},{(a ? "PortScan" : "BENIGN")}"),
        "CICFlowMeter, put together" => Twice(Lines("\n", "Dst Port,Protocol,Timestamp,Flow Duration,Tot Fwd Pkts,Flow Byts/s,Label",
            (i, a) => $"{80 + (i % 50)},{(i % 3 == 0 ? 17 : 6)},{1 + (i % 28):00}/02/2018 08:{i % 60:00}:01,{i % 9 * 1000},{i % 13},"
                + $"{(i % 9 == 0 ? "Infinity" : i % 97 / 3.0)},{(a ? "Bot" : "Benign")}")),
        "CTU-13" => Lines("\n", "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label",
            (i, a) => $"2011/08/10 09:46:{i % 60:00}.607825,{i % 31 / 10.0},{(i % 3 == 0 ? "udp" : "tcp")},147.32.84.{i % 200},"
                + $"{(i % 17 == 0 ? "0x0303" : 1024 + i)},{(i % 2 == 0 ? "   ->" : "  <->")},77.75.73.33,{(i % 19 == 0 ? "" : 53)},"
                + $"{(i % 5 == 0 ? "" : "CON")},{(i % 7 == 0 ? "" : 0)},,{i % 13},{i % 97 * 60},{i % 97 * 20},"
                + (a ? "flow=From-Botnet-V42-UDP-DNS" : i % 2 == 0 ? "flow=Background-UDP-Established" : "flow=From-Normal-V42-Jist")),
        "IoT-23" => "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n" + Lines("\n",
            "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tconn_state\t"
            + "local_orig\torig_pkts\ttunnel_parents   label   detailed-label",
            (i, a) => $"{1540469302 + i}.5\tC{i:x}Q\t192.168.1.195\t{1024 + i}\t10.7.8.{i % 200}\t23\ttcp\t-\t"
                + $"{(i % 3 == 0 ? "-\t-" : $"{i % 31 / 10.0}\t{i % 97}")}\t{(i % 4 == 0 ? "SF" : "S0")}\t-\t{i % 9}\t"
                + (a ? "(empty)   Malicious   PartOfAHorizontalPortScan" : i % 2 == 0 ? "-   Benign   -" : "-   benign   -"))
            + "#close\t2019-03-15-14-50-53\n",
        "KDD Cup 99" => Lines("\n", null, (i, a) => $"{i % 9},tcp,http,SF,{i % 97 * 3},{i % 31 * 9},"
            + string.Join(',', Enumerable.Range(6, 35).Select(k => k is 22 or 23 or 31 or 32 ? $"{i % 251}"
                : k > 23 ? (((i * k) % 11) / 10.0).ToString("F2", CultureInfo.InvariantCulture) : "0")) + (a ? ",smurf." : ",normal.")),
        "TON_IoT" => Lines("\n", "ts,src_ip,src_port,dst_ip,dst_port,proto,service,duration,src_bytes,dst_bytes,conn_state,missed_bytes,"
            + "src_pkts,dns_query,dns_AA,http_status_code,weird_name,label,type",
            (i, a) => $"{1554198358 + i},3.122.49.{i % 9},{1024 + i},192.168.1.152,53,udp,{(i % 2 == 0 ? "-" : "dns")},{i % 31 / 10.0},"
                + $"{i % 97},{i % 89},{(i % 4 == 0 ? "SF" : "OTH")},0,{i % 9},{(i % 5 == 0 ? "-" : "example.org")},{"-FT"[i % 3]},0,-,"
                + (a ? i % 8 == 0 ? "1,xss" : "1,ddos" : "0,normal")),
        "Bot-IoT" => Lines("\n", "pkSeqID;stime;flgs;proto;saddr;sport;daddr;dport;pkts;bytes;state;ltime;seq;dur;smac;rate;"
            + "attack;category;subcategory",
            (i, a) => $"{i + 1};{1526344121 + i}.5;{(i % 3 == 0 ? "e s" : "e")};udp;192.168.100.{i % 150};"
                + $"{(i % 17 == 0 ? "0x0303" : 1024 + i)};"
                + $"192.168.100.3;80;{i % 13};{i % 97 * 60};CON;{1526344122 + i}.5;{(i * 7919) % 1000};{i % 31 / 10.0};;{i % 29 / 3.0};"
                + (a ? "1;DDoS;UDP" : "0;Normal;Normal")),
        "NetFlow" => Lines("\n", "IPV4_SRC_ADDR,L4_SRC_PORT,IPV4_DST_ADDR,L4_DST_PORT,PROTOCOL,IN_BYTES,IN_PKTS,TCP_FLAGS,"
            + "FLOW_DURATION_MILLISECONDS,Label,Attack",
            (i, a) => $"149.171.126.{i % 9},{1024 + i},59.166.0.{i % 9},53,{(i % 3 == 0 ? 17 : 6)},{i % 97 * 40},{i % 13},{i % 4 * 9},"
                + $"{i % 31 * 7},"
                + (a ? "1,Exploits" : "0,Benign")),
        "numbers" => Lines("\n", "v0,v1,v2,outcome", (i, a) => Numbers(i) + (a ? ",1" : ",0")),
        "numbers with decimals" => Lines("\n", "v0,v1,v2,label", (i, a) => Numbers(i) + (a ? ",1.0" : ",0.0")),
        "numbers with yes and no" => Lines("\n", "v0,v1,v2,outlier", (i, a) => Numbers(i) + (a ? ",'yes'" : ",'no'")),
        "numbers without names" => Lines("\n", null, (i, a) => Numbers(i) + (a ? ",1" : ",0")),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static string Numbers(int i) => $"{(i * 7919 % 997) - 300.5},{i * 31 % 89 / 7.0},{i * 17 % 83 / 3.0}";

    // Every fourth flow is an attack.
    private static string Lines(string end, string? header, Func<int, bool, string> line)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return Joined(end, header, [.. Enumerable.Range(0, Rows).Select(i => line(i, i % 4 == 3))]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Joined(string end, string? header, IEnumerable<string> lines) =>
        string.Concat((header is null ? lines : lines.Prepend(header)).Select(line => line + end));

    // The header once more in the middle, as where days were put together.
    private static string Twice(string text)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        return string.Join('\n', [.. lines[..200], lines[0], .. lines[200..]]) + "\n";
    }
}
