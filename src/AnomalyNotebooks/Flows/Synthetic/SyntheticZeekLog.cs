using System.Globalization;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// A log as Zeek writes it, of connections that never were: drawn from a <see cref="FlowProfile"/>, given addresses, ports and times,
/// and what Zeek would have called their states. For lessons and tests; no result on it says anything about real traffic.
/// </summary>
/// <remarks>
/// Normal connections come day and night, four times as many at noon as at midnight; attacks come in the last fifth of the time, in
/// bursts of one source each, half of them probes of a port scan. From a day on, if asked for, downloads grow, as by a new client. All
/// of it follows from the seed.
/// </remarks>
internal static class SyntheticZeekLog
{
    private const double FirstSecond = 1_767_225_600, Day = 86_400; // 2026-01-01, midnight
    private const int Clients = 40, Servers = 12, Growth = 3, SegmentBytes = 1_448, HeaderBytes = 40;

    private const string Header = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
        + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\t"
        + "local_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\tlabel\n"
        + "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\tcount\tstring\tcount\t"
        + "count\tcount\tcount\tset[string]\tstring\n";

    private static readonly Dictionary<string, int> Ports = new(StringComparer.Ordinal)
    {
        ["http"] = 80, ["dns"] = 53, ["smtp"] = 25, ["ftp"] = 21, ["ftp-data"] = 20, ["ssh"] = 22, ["pop3"] = 110, ["snmp"] = 161,
        ["ssl"] = 443, ["dhcp"] = 67, ["irc"] = 6667, ["radius"] = 1812,
    };

    /// <summary>Draws a log.</summary>
    /// <param name="normals">How many normal connections.</param>
    /// <param name="attacks">How many of attacks.</param>
    /// <param name="days">How many days they are spread over.</param>
    /// <param name="changed">The day, from 0, from which downloads are three times as large; null for never.</param>
    /// <param name="seed">Fixes every draw.</param>
    /// <returns>The lines, in the order of time.</returns>
    public static string Text(int normals, int attacks, int days, int? changed, ulong seed)
    {
        // Of the profile's flows a third at least are normal and a third at least attacks: so many are enough of both.
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, (3 * Math.Max(normals, attacks)) + 100, seed);
        string[] columns = [UnswNb15.Names.FlowDuration, UnswNb15.Names.SourceBytes, UnswNb15.Names.DestinationBytes,
            UnswNb15.Names.SourcePackets, UnswNb15.Names.DestinationPackets];
        double[][] numbers = [.. columns.Select(flows.Number)];
        SeededRandom random = SeededRandom.Fork(seed, stream: 1);
        double[] bursts = [.. Enumerable.Range(0, 1 + (attacks / 40)).Select(_ => days * Day * (0.8 + (0.2 * random.NextDouble())))];
        var lines = new List<(double Time, string Line)>(normals + attacks);
        foreach (int row in flows.NormalRows().Take(normals))
        {
            double time = NormalTime(days, random);
            bool isChanged = changed is { } day && time >= day * Day;
            string client = $"10.0.0.{1 + random.Next(Clients)}", server = $"10.0.1.{1 + random.Next(Servers)}";
            lines.Add((time, Line(flows, Values(row), row, time, client, server, isChanged ? Growth : 1, random)));
        }

        foreach (int row in flows.AttackRows().Take(attacks))
        {
            int burst = random.Next(bursts.Length);
            double time = bursts[burst] + (600 * random.NextDouble());
            string client = $"203.0.113.{1 + burst}", server = $"10.0.1.{1 + random.Next(Servers)}";
            bool isScan = random.Next(2) == 0;
            lines.Add((time, isScan ? Probe(time, client, random)
                : Line(flows, Values(row), row, time, client, server, 1, random)));
        }

        double[] Values(int row) => [.. numbers.Select(column => column[row])];
        return Header + string.Concat(lines.OrderBy(line => line.Time).Select(line => line.Line)) + "#close\t2026-01-01-00-00-00\n";
    }

    // Taken or drawn anew, the more often the nearer to noon.
    private static double NormalTime(int days, SeededRandom random)
    {
        while (true)
        {
            double time = days * Day * random.NextDouble(), hour = time % Day / 3600;
            if (random.NextDouble() < 0.25 + (0.75 * (1 - (Math.Abs(hour - 12) / 12)))) return time;
        }
    }

    // The numbers are duration, bytes there and back, packets there and back.
    private static string Line(
        FlowTable flows, double[] numbers, int row, double time, string client, string server, int growth, SeededRandom random)
    {
        string protocol = flows.Category(UnswNb15.Names.Protocol)[row], service = flows.Category(UnswNb15.Names.Service)[row];
        string state = flows.Category(UnswNb15.Names.State)[row];
        long sent = (long)numbers[1], received = (long)numbers[2] * growth;
        long packetsSent = (long)numbers[3], packetsReceived = (long)numbers[4];
        if (growth > 1 && packetsReceived > 0) packetsReceived = Math.Max(packetsReceived, (received + SegmentBytes) / SegmentBytes);
        bool isAnswered = packetsReceived > 0, isTcp = protocol == "tcp";
        (string connection, string history) = State(state, isTcp, isAnswered);
        int port = Ports.TryGetValue(service, out int known) ? known : 1024 + random.Next(40_000);
        string zeekProtocol = isTcp || protocol == "udp" ? protocol : protocol == "icmp" ? "icmp" : "unknown_transport";
        string duration = packetsSent + packetsReceived > 1 ? numbers[0].ToString("F6", CultureInfo.InvariantCulture) : "-";
        string attack = flows.IsAttack[row] ? "Malicious" : "Benign";
        string local = client.StartsWith("10.", StringComparison.Ordinal) ? "T" : "F";
        string shown = service is "-" or "" ? "-" : service;
        return string.Create(CultureInfo.InvariantCulture,
            $"{FirstSecond + time:F6}\tC{random.NextUInt64():x16}\t{client}\t{1024 + random.Next(60_000)}\t{server}\t{port}\t"
                + $"{zeekProtocol}\t{shown}\t{duration}\t{Payload(sent, packetsSent)}\t{Payload(received, packetsReceived)}\t"
                + $"{connection}\t{local}\tT\t0\t{history}\t{packetsSent}\t{sent}\t{packetsReceived}\t{received}\t(empty)\t"
                + $"{attack}\n");
    }

    // One packet of a port scan, refused or not answered: there is none in the profile.
    private static string Probe(double time, string client, SeededRandom random)
    {
        bool isRefused = random.Next(3) > 0;
        string end = isRefused ? "REJ\tF\tT\t0\tSr\t1\t40\t1\t40" : "S0\tF\tT\t0\tS\t1\t40\t0\t0";
        return string.Create(CultureInfo.InvariantCulture,
            $"{FirstSecond + time:F6}\tC{random.NextUInt64():x16}\t{client}\t{1024 + random.Next(60_000)}\t"
                + $"10.0.1.{1 + random.Next(Servers)}\t{1 + random.Next(1024)}\ttcp\t-\t{(isRefused ? "0.000031" : "-")}\t0\t0\t"
                + $"{end}\t(empty)\tMalicious\n");
    }

    private static long Payload(long bytes, long packets) => Math.Max(0, bytes - (packets * HeaderBytes));

    // What Zeek would have said of such an end; its letters for the packets seen.
    private static (string State, string History) State(string argus, bool isTcp, bool isAnswered) => (argus, isTcp, isAnswered) switch
    {
        (_, false, true) => ("SF", "Dd"),
        (_, false, false) => ("S0", "D"),
        (_, true, false) => ("S0", "S"),
        ("FIN", _, _) => ("SF", "ShADadFf"),
        ("RST", _, _) => ("RSTO", "ShADadR"),
        ("CON" or "ACC", _, _) => ("S1", "ShADad"),
        _ => ("OTH", "DadA"),
    };
}
