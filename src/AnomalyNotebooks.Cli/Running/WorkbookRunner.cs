using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Runs notebooks one after the other, each in a fresh process; the next one's process warms up while one runs.</summary>
internal sealed class WorkbookRunner(RunOptions options, IRunObserver observer)
{
    /// <summary>Runs notebooks and shows how it goes: live in a terminal, in lines elsewhere.</summary>
    public static Task<WorkbookRun> RunAsync(RunOptions options, IReadOnlyList<NotebookPlan> plans, CancellationToken stop) => Terminal.IsInteractive
        ? TerminalObserver.ShowAsync(Terminal.Output, plans, observer => new WorkbookRunner(options, observer).RunAsync(plans, stop))
        : new WorkbookRunner(options, new LogObserver(Console.Out)).RunAsync(plans, stop);

    /// <summary>Runs the notebooks in order until the first that fails.</summary>
    public async Task<WorkbookRun> RunAsync(IReadOnlyList<NotebookPlan> plans, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        using var deadline = new CancellationTokenSource();
        if (options.TotalTimeout is { } longest) deadline.CancelAfter(longest);

        var runs = new List<NotebookRun>();
        var runner = new NotebookRunner(options, observer);
        WorkerProcess? next = plans.Count > 0 ? WorkerProcess.Start(options) : null;
        try
        {
            for (int i = 0; i < plans.Count; i++)
            {
                await using WorkerProcess worker = next!;
                next = null;
                if (i + 1 < plans.Count) next = WorkerProcess.Start(options);
                NotebookRun run = await runner.RunAsync(plans[i], worker, deadline.Token, stop);
                runs.Add(run);
                if (run.Succeeded || (run.Status == CellStatus.Failed && options.ContinueOnError)) continue;
                break;
            }
        }
        finally
        {
            if (next is not null) await next.DisposeAsync();
        }

        return new WorkbookRun(runs, [.. plans.Skip(runs.Count)], Stopwatch.GetElapsedTime(start).TotalSeconds) { IsStrict = options.IsStrict };
    }
}
