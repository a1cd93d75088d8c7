using System.CommandLine;
using System.Diagnostics;
using System.Text;

namespace AnomalyNotebooks.Cli.Ledger;

/// <summary>
/// The ledger <c>artifacts/runs.jsonl</c>: a line of JSON for every run of a command that makes results. Lines are only ever added, so
/// that a run keeps its number; several programs may add at once, and no line is torn.
/// </summary>
internal sealed class RunLedger(string file)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The ledger of the repository around the current folder; null where there is none.</summary>
    public static RunLedger? Here => Workspace.FindRoot(Environment.CurrentDirectory) is { } root
        ? new RunLedger(Path.Combine(root, "artifacts", "runs.jsonl")) : null;

    /// <summary>Where it lies.</summary>
    public string File => file;

    /// <summary>Does the work of a command and adds a line for it, also where it fails. A mistake on the command line is no run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">The work, which notes settings and results and returns the exit code.</param>
    public static async Task<int> RecordAsync(ParseResult parsed, Func<LedgerEntry, Task<int>> work)
    {
        LedgerEntry entry = LedgerEntry.Begin(parsed.CommandResult.Command.Name, [.. parsed.Tokens.Skip(1).Select(token => token.Value)]);
        var watch = Stopwatch.StartNew();
        bool isRun = true;
        try
        {
            entry.ExitCode = await work(entry);
            return entry.ExitCode;
        }
        catch (UsageException)
        {
            isRun = false;
            throw;
        }
        catch (Exception error)
        {
            entry.ExitCode = error is OperationCanceledException ? ExitCode.Stopped : ExitCode.Failed;
            entry.Error = error.Message;
            throw;
        }
        finally
        {
            entry.Seconds = watch.Elapsed.TotalSeconds;
            if (isRun) TryAdd(entry);
        }
    }

    /// <summary>The same for work that takes a thread for itself: a signal to stop then finds a task whose end it can await.</summary>
    public static Task<int> RecordAsync(ParseResult parsed, Func<LedgerEntry, int> work) =>
        RecordAsync(parsed, entry => Task.Run(() => work(entry)));

    /// <summary>All runs with their numbers, the oldest first, and how many lines could not be read.</summary>
    public (IReadOnlyList<(int Number, LedgerEntry Entry)> Runs, int Unreadable) Read()
    {
        if (!System.IO.File.Exists(file)) return ([], 0);
        string[] lines = [.. System.IO.File.ReadLines(file)];
        (int Number, LedgerEntry? Entry)[] all = [.. lines.Select((line, i) => (i + 1, LedgerEntry.Read(line)))];
        return ([.. all.Where(run => run.Entry is not null).Select(run => (run.Number, run.Entry!))],
            all.Count(run => run.Entry is null));
    }

    /// <summary>Adds a line, whole. A line that somebody's full disk or crash has cut short is ended first.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(LedgerEntry entry)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        byte[] line = Encoding.UTF8.GetBytes(entry.Write() + "\n");
        using FileStream stream = Open();
        if (stream.Length > 0)
        {
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != '\n') line = [(byte)'\n', .. line];
        }

        stream.Seek(0, SeekOrigin.End);
        stream.Write(line);
        stream.Flush(flushToDisk: true);
    }

    // Alone: whoever comes at the same time waits.
    private FileStream Open()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException) when (waited.Elapsed < Patience && System.IO.File.Exists(file))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    // A run whose line cannot be kept is a run all the same.
    private static void TryAdd(LedgerEntry entry)
    {
        if (Here is not { } ledger) return;
        try
        {
            ledger.Add(entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"warning: this run is not in {Workspace.Shorten(ledger.File)}: {error.Message}");
        }
    }
}
