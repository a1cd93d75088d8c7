using System.Text;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// What arrives on a stream of the notebook's process past the console: prints of native code, last words of the runtime. A
/// mark after each cell tells which cell a text belongs to.
/// </summary>
/// <param name="limit">Characters kept between two calls of <see cref="Take"/>.</param>
internal sealed class NativeText(int limit)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly StringBuilder text = new();
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool ended;

    /// <summary>Reads the stream to its end.</summary>
    public async Task ReadAsync(StreamReader stream)
    {
        var buffer = new char[4096];
        while (await stream.ReadAsync(buffer) is > 0 and var count) Add(buffer.AsSpan(0, count));
        lock (text) ended = true;
        arrived.TrySetResult();
    }

    /// <summary>The text up to the mark of a cell; what there is where the mark does not come.</summary>
    public async Task<string> TakeAsync(int cell)
    {
        string mark = NativeMark.Of(cell);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (!Has(mark)) await arrived.Task.WaitAsync(patience.Token);
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
        lock (text)
        {
            string taken = NativeMark.Remove(text.ToString());
            text.Clear();
            return taken;
        }
    }

    private void Add(ReadOnlySpan<char> part)
    {
        lock (text)
        {
            // A mark is kept whatever the limit.
            if (text.Length < limit || part.Contains(NativeMark.Sign)) text.Append(part);
            arrived.TrySetResult();
        }
    }

    private bool Has(string mark)
    {
        lock (text)
        {
            if (ended || text.ToString().Contains(mark, StringComparison.Ordinal)) return true;
            if (arrived.Task.IsCompleted) arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return false;
        }
    }
}
