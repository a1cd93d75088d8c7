using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// Runs notebooks in their order, each in a fresh process, one or several at a time; a notebook waits for those whose artefacts it
/// needs. The next one's process warms up while others run.
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
        : new WorkbookRunner(options, new LogObserver(Console.Out, namesCells: options.Jobs > 1)).RunAsync(plans, data, stop);

    /// <summary>Runs the notebooks until the first that fails; those already running then end too.</summary>
    public async Task<WorkbookRun> RunAsync(IReadOnlyList<NotebookPlan> plans, DataInUse data, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        using var deadline = new CancellationTokenSource();
        if (options.TotalTimeout is { } longest) deadline.CancelAfter(longest);

        using var slots = new SemaphoreSlim(options.Jobs);
        var artefacts = new ArtefactRecords(options.Output);
        var running = new List<Task<NotebookRun>>();
        bool hasFailed = false;
        WorkerProcess? next = plans.Count > 0 ? WorkerProcess.Start(options) : null;
        try
        {
            while (running.Count < plans.Count)
            {
                await slots.WaitAsync(CancellationToken.None);
                NotebookPlan plan = plans[running.Count];
                await Task.WhenAny(Task.WhenAll(NeededBy(plan, plans, running)), Task.Delay(Timeout.Infinite, stop));
                if (Volatile.Read(ref hasFailed)) break;
                WorkerProcess worker = next!;
                next = running.Count + 1 < plans.Count ? WorkerProcess.Start(options) : null;
                running.Add(RunOneAsync(plan, worker));
            }

            await Task.WhenAll(running);
        }
        finally
        {
            if (next is not null) await next.DisposeAsync();
        }

        NotebookRun[] runs = [.. running.Select(task => task.Result)];
        return new WorkbookRun(runs, [.. plans.Skip(runs.Length)], Stopwatch.GetElapsedTime(start).TotalSeconds) { IsStrict =
            options.IsStrict };

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

    /// <summary>The runs that make what a notebook needs; they have all been started before it.</summary>
    private static IEnumerable<Task> NeededBy(NotebookPlan plan, IReadOnlyList<NotebookPlan> plans, List<Task<NotebookRun>> running)
    {
        IReadOnlyList<string> needed = NotebookArtefacts.NeededBy(plan.Notebook);
        return running.Where((_, i) => NotebookArtefacts.MadeBy(plans[i].Notebook).Intersect(needed).Any());
    }
}
