using static AnomalyNotebooks.UnswNb15.Names;

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

    /// <summary>How many there are; the profile names them.</summary>
    public const int Count = 33;

    // A few flows claim pauses and jitter far beyond their own dur; multiplied with another flow's they would make nonsense.
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
        double dur = Value(FlowDuration), sent = Value(SourcePackets), received = Value(DestinationPackets);
        double bytesSent = Value(SourceBytes), bytesReceived = Value(DestinationBytes);
        double sourceInterval = Value(SourceInterval), destinationInterval = Value(DestinationInterval);
        double sourceGap = MeanGap(dur, sent), destinationGap = MeanGap(dur, received);
        double sourceMean = Round(bytesSent / sent, 4), destinationMean = received > 0 ? Round(bytesReceived / received, 4) : 0;
        double sport = Value(OfDestinationAndSourcePort), dport = Value(OfSourceAndDestinationPort), pair = Value(OfPair);
        return
        [
            sent, sourceMean, received, destinationMean,
            Round(Value(SourceLost) / sent, 4), received > 0 ? Round(Value(DestinationLost) / received, 4) : 0,
            Round(dur > 0 ? Math.Clamp(bytesSent - (Value(SourceLoad) * dur / 8), 0, bytesSent) : sourceMean, 1),
            Round(dur > 0 ? Math.Clamp(bytesReceived - (Value(DestinationLoad) * dur / 8), 0, bytesReceived) : destinationMean, 1),
            dur,
            sourceGap > 0 ? Round(Math.Min(sourceInterval / sourceGap, MostGaps), 4) : double.NaN,
            sourceGap > 0 ? double.NaN : sourceInterval,
            destinationGap > 0 ? Round(Math.Min(destinationInterval / destinationGap, MostGaps), 4) : double.NaN,
            destinationGap > 0 ? double.NaN : destinationInterval,
            sourceGap > 0 ? Math.Min(Value(SourceJitter) / sourceGap, MostJitter) : double.NaN,
            destinationGap > 0 ? Math.Min(Value(DestinationJitter) / destinationGap, MostJitter) : double.NaN,
            Value(SourceWindow), Value(DestinationWindow), Value(SourceSequence) > 0 ? 1 : 0, Value(DestinationSequence) > 0 ? 1 : 0,
            Value(SynToSynAck), Value(SynAckToAck), Value(RequestDepth), Value(ResponseLength),
            Value(HttpRequests) - Value(RequestDepth),
            Value(FtpLogin), Value(SameEnds),
            sport, dport - sport, Value(OfSource) - dport, Value(OfDestination) - dport,
            pair - sport, Value(OfServiceAndDestination) - pair, Value(OfServiceAndSource) - Value(OfServiceAndDestination),
        ];
    }

    /// <summary>How fast a flow was, as bound for others of its group.</summary>
    public FlowLimits Speed(int row) =>
        new(columns[indexOf[SourceLoad]][row], columns[indexOf[DestinationLoad]][row], columns[indexOf[PacketsPerSecond]][row]);

    /// <summary>Writes the flow of these latents into a row, whole numbers whole and nothing out of its range.</summary>
    public void Decode(ReadOnlySpan<double> latents, FlowContext context, FlowLimits limits, int row, SeededRandom random)
    {
        void Set(string name, double value) => columns[indexOf[name]][row] = value;
        double sent = Whole(latents[0], 1), bytesSent = Whole(latents[1] * sent, 0);
        double received = Whole(latents[2], 0), bytesReceived = received > 0 ? Whole(latents[3] * received, 0) : 0;
        double sourceCounted = Math.Clamp(bytesSent - latents[6], 0, bytesSent);
        double destinationCounted = Math.Clamp(bytesReceived - latents[7], 0, bytesReceived);
        double dur = Math.Max(0, latents[8]);
        if (dur > 0) dur = Math.Max(dur, limits.ShortestFor(sourceCounted * 8, destinationCounted * 8, sent + received - 1));
        dur = Round(dur, 6);
        Set(FlowDuration, dur);
        Set(SourcePackets, sent);
        Set(DestinationPackets, received);
        Set(SourceBytes, bytesSent);
        Set(DestinationBytes, bytesReceived);
        Set(SourceTtl, context.SourceTtl);
        Set(DestinationTtl, context.DestinationTtl);
        Set(StateTtl, context.StateTtl);
        Set(PacketsPerSecond, Rate(sent + received - 1, dur));
        Set(SourceLoad, Load(sourceCounted, dur));
        Set(DestinationLoad, Load(destinationCounted, dur));
        Set(SourceLost, Math.Min(Whole(latents[4] * sent, 0), sent));
        Set(DestinationLost, Math.Min(Whole(latents[5] * received, 0), received));
        Set(SourceInterval, Gap(dur, sent, latents[9], latents[10]));
        Set(DestinationInterval, Gap(dur, received, latents[11], latents[12]));
        Set(SourceJitter, Math.Max(0, Round(latents[13] * MeanGap(dur, sent), 6)));
        Set(DestinationJitter, Math.Max(0, Round(latents[14] * MeanGap(dur, received), 6)));
        Set(SourceWindow, Whole(latents[15], 0));
        Set(DestinationWindow, Whole(latents[16], 0));
        Set(SourceSequence, latents[17] >= 0.5 ? 1 + (random.NextUInt64() >> 32) : 0);
        Set(DestinationSequence, latents[18] >= 0.5 ? 1 + (random.NextUInt64() >> 32) : 0);
        double firstHalf = Math.Max(0, Round(latents[19], 6)), secondHalf = Math.Max(0, Round(latents[20], 6));
        Set(SynToSynAck, firstHalf);
        Set(SynAckToAck, secondHalf);
        Set(RoundTrip, Round(firstHalf + secondHalf, 6));
        Set(SourceMean, Mean(bytesSent, sent));
        Set(DestinationMean, Mean(bytesReceived, received));
        double depth = Whole(latents[21], 0);
        Set(RequestDepth, depth);
        Set(ResponseLength, Whole(latents[22], 0));
        Set(HttpRequests, Whole(depth + latents[23], 0));
        Set(FtpLogin, Whole(latents[24], 0));
        Set(FtpCommands, Whole(latents[24], 0));
        Set(SameEnds, latents[25] >= 0.5 ? 1 : 0);
        double sport = Whole(latents[26], 1), dport = Whole(sport + latents[27], sport), pair = Whole(sport + latents[30], sport);
        double serviceAtDestination = Whole(pair + latents[31], 1);
        Set(OfDestinationAndSourcePort, sport);
        Set(OfSourceAndDestinationPort, dport);
        Set(OfSource, Whole(dport + latents[28], dport));
        Set(OfDestination, Whole(dport + latents[29], sport));
        Set(OfPair, pair);
        Set(OfServiceAndDestination, serviceAtDestination);
        Set(OfServiceAndSource, Whole(serviceAtDestination + latents[32], 1));
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
