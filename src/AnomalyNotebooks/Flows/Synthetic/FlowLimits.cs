namespace AnomalyNotebooks;

/// <summary>The fastest that flows of a group get: a long flow drawn with a short duration is stretched until it keeps to these.</summary>
/// <param name="SourceLoad">Most bits per second from the source.</param>
/// <param name="DestinationLoad">Most bits per second from the destination.</param>
/// <param name="Rate">Most packets per second.</param>
internal readonly record struct FlowLimits(double SourceLoad, double DestinationLoad, double Rate)
{
    /// <summary>The limits of both.</summary>
    public FlowLimits Or(FlowLimits other) =>
        new(Math.Max(SourceLoad, other.SourceLoad), Math.Max(DestinationLoad, other.DestinationLoad), Math.Max(Rate, other.Rate));

    /// <summary>The shortest time in s for so many bits and packets.</summary>
    public double ShortestFor(double sourceBits, double destinationBits, double packets) =>
        Math.Max(Time(sourceBits, SourceLoad), Math.Max(Time(destinationBits, DestinationLoad), Time(packets, Rate)));

    private static double Time(double amount, double perSecond) => perSecond > 0 ? amount / perSecond : 0;
}
