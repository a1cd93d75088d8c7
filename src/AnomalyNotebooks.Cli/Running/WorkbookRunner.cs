using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// Runs notebooks, each in a fresh process, one or several at a time (<see cref="RunOrder"/>); a notebook waits for those whose
/// artefacts it needs. The next one's process warms up while others run.
/// </summary>
internal sealed class WorkbookRunner(RunOptions options, IRunObserver observer)
{
    /// <summary>Runs notebooks and shows how it goes: live in a terminal, in lines elsewhere.</summary>
    /// <param name="options">How.</param>
    /// <param name="plans">The notebooks.</param>
    /// <param name="data">The data they will find.</param>
    /// <param name="stop">Ends when the user stops the run.</param>
    public static Task<WorkbookRun> RunAsync(RunOptions options, IReadOnlyList<NotebookPlan> plans, DataInUse data,
        CancellationToken stop) => Terminal.IsInteractive
        ? TerminalObserver.ShowAsync(Terminal.Output, plans, observer => new WorkbookRunner(options, observer).RunAsync(plans, data, stop))
        : new WorkbookRunner(options, new LogObserver(Console.Out, namesCells: new RunOrder(plans, options.Jobs).AtOnce > 1))
            .RunAsync(plans, data, stop);

    /// <summary>Runs the notebooks until the first that fails; those already running then end too.</summary>
    public async Task<WorkbookRun> RunAsync(IReadOnlyList<NotebookPlan> plans, DataInUse data, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        using var deadline = new CancellationTokenSource();
        if (options.TotalTimeout is { } longest) deadline.CancelAfter(longest);

        var order = new RunOrder(plans, options.Jobs);
        using var slots = new SemaphoreSlim(order.AtOnce);
        var artefacts = new ArtefactRecords(options.Output);
        var running = new Dictionary<NotebookPlan, Task<NotebookRun>>();
        bool hasFailed = false;
        WorkerProcess? next = StartNext();
        try
        {
            while (running.Count < plans.Count)
            {
                await slots.WaitAsync(CancellationToken.None);
                NotebookPlan plan = order.Plans[running.Count];
                NotebookPlan? before = running.Count == 0 ? null : order.Plans[running.Count - 1];
                bool waitsForAll = order.IsAlone(plan) || (before is not null && order.IsAlone(before));
                IEnumerable<Task> needed = waitsForAll ? running.Values : order.NeededBy(plan).Where(running.ContainsKey).Select(maker =>
                    running[maker]);
                await Task.WhenAny(Task.WhenAll(needed), Task.Delay(Timeout.Infinite, stop));
                if (Volatile.Read(ref hasFailed)) break;
                WorkerProcess worker = next!;
                running.Add(plan, RunOneAsync(plan, worker));
                next = StartNext();
            }

            await Task.WhenAll(running.Values);
        }
        finally
        {
            if (next is not null) await next.DisposeAsync();
        }

        NotebookRun[] runs = [.. plans.Where(running.ContainsKey).Select(plan => running[plan].Result)];
        return new WorkbookRun(runs, [.. plans.Where(plan => !running.ContainsKey(plan))],
            Stopwatch.GetElapsedTime(start).TotalSeconds) { IsStrict = options.IsStrict };

        WorkerProcess? StartNext() => running.Count == plans.Count ? null
            : WorkerProcess.Start(options, order.ProcessorsOf(order.Plans[running.Count], Environment.ProcessorCount));

        async Task<NotebookRun> RunOneAsync(NotebookPlan plan, WorkerProcess worker)
        {
            bool goesOn = false;
            try
            {
                await using (worker)
                {
                    NotebookRun run = await new NotebookRunner(options, observer).RunAsync(plan, worker, deadline.Token, stop);
                    if (run.Succeeded) artefacts.Add(plan, data);
                    goesOn = run.Succeeded || (run.Status == CellStatus.Failed && options.ContinueOnError);
                    return run;
                }
            }
            finally
            {
                if (!goesOn) Volatile.Write(ref hasFailed, true);
                slots.Release();
            }
        }
    }
}
