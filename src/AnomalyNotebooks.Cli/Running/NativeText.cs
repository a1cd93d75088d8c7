using System.Globalization;
using System.Text;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// What arrives on a stream of the notebook's process past the console: prints of native code, last words of the runtime. A
/// mark after each cell tells which cell a text belongs to.
/// </summary>
/// <param name="limit">Characters kept between two calls of <see cref="Take"/>; what exceeds them is counted and dropped.</param>
internal sealed class NativeText(int limit)
{
    private const int LongestMark = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private readonly StringBuilder mark = new();
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long total;
    private int lastCell;
    private bool ended;

    /// <summary>Reads the stream to its end.</summary>
    public async Task ReadAsync(StreamReader stream)
    {
        var buffer = new char[4096];
        while (await stream.ReadAsync(buffer) is > 0 and var count) Add(buffer.AsSpan(0, count));
        lock (gate) ended = true;
        arrived.TrySetResult();
    }

    /// <summary>The text up to the mark of a cell; what there is where the mark does not come.</summary>
    public async Task<string> TakeAsync(int cell)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (!Has(cell)) await arrived.Task.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The cell has closed the stream, or its process is gone.
        }

        return Take();
    }

    /// <summary>The text so far, without marks.</summary>
    public string Take()
    {
        lock (gate)
        {
            if (total > limit) text.Append(BoundedConsole.CutNotice(total, limit));
            string taken = text.ToString();
            text.Clear();
            total = 0;
            return taken;
        }
    }

    /// <summary>Adds a part. A mark is read character by character and never kept, however many signs a cell prints itself.</summary>
    internal void Add(ReadOnlySpan<char> part)
    {
        lock (gate)
        {
            foreach (char c in part)
            {
                if (mark.Length == 0 && c != NativeMark.Sign)
                {
                    Keep(c);
                    continue;
                }

                mark.Append(c);
                if (mark.Length == 1 || (char.IsAsciiDigit(c) && mark.Length < LongestMark)) continue;
                if (c == NativeMark.Sign && int.TryParse(mark.ToString(1, mark.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture,
                    out int cell))
                {
                    lastCell = cell;
                    mark.Clear();
                    continue;
                }

                // No mark after all; its last sign may begin one.
                bool begins = c == NativeMark.Sign;
                for (int i = 0; i < mark.Length - (begins ? 1 : 0); i++) Keep(mark[i]);
                mark.Clear();
                if (begins) mark.Append(c);
            }

            arrived.TrySetResult();
        }
    }

    private void Keep(char c)
    {
        if (total++ < limit) text.Append(c);
    }

    private bool Has(int cell)
    {
        lock (gate)
        {
            if (ended || lastCell == cell) return true;
            if (arrived.Task.IsCompleted) arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return false;
        }
    }
}
