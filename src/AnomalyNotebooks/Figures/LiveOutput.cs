namespace AnomalyNotebooks;

/// <summary>How an output that changes while a cell runs is shown. A notebook host that can replace an output says how; without one
/// such outputs are printed, line by line.</summary>
public static class LiveOutput
{
    /// <summary>Shows an output and gives back what replaces it by a later one; null where the host cannot.</summary>
    public static Func<IRichOutput, Action<IRichOutput>>? Host { get; set; }
}
