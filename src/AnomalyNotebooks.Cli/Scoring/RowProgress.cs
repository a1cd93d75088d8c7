using System.Diagnostics;
using System.Globalization;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Tells on standard error how far a pass over flows is: one line that is written over on a terminal, nothing in a log.</summary>
internal sealed class RowProgress(string what) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly bool isWatched = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("CI") is null;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan next = Pause;
    private int width;

    /// <summary>Flows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>More flows are done.</summary>
    /// <param name="rows">How many more.</param>
    /// <param name="share">What share of all is done now, 0 to 1; NaN where nobody knows.</param>
    public void Add(int rows, double share)
    {
        Rows += rows;
        if (!isWatched || watch.Elapsed < next) return;
        next = watch.Elapsed + Pause;
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{what}: {Rows:N0} flows, {Rows / watch.Elapsed.TotalSeconds:N0} a second");
        if (share is > 0 and <= 1)
            line += string.Create(CultureInfo.InvariantCulture, $", {share:P0}, {watch.Elapsed * ((1 - share) / share):h\\:mm\\:ss} left");
        Console.Error.Write($"\r{line.PadRight(width)}");
        width = line.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (width > 0) Console.Error.Write($"\r{new string(' ', width)}\r");
        width = 0;
    }
}
