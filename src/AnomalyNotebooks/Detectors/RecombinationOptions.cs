namespace AnomalyNotebooks;

/// <summary>How artificial anomalies are made out of normal flows (see <see cref="SwapDiscriminator"/>). No data chose the defaults:
/// every way of changing a flow is as frequent as the others.</summary>
public sealed record RecombinationOptions
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
