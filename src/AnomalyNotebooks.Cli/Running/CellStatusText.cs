namespace AnomalyNotebooks.Cli.Running;

/// <summary>What people call the ends a cell can come to.</summary>
internal static class CellStatusText
{
    /// <summary>A word or two for a status.</summary>
    public static string Of(CellStatus status) => status switch
    {
        CellStatus.Passed => "ok",
        CellStatus.Failed => "failed",
        CellStatus.TimedOut => "timed out",
        CellStatus.Stopped => "stopped",
        CellStatus.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
