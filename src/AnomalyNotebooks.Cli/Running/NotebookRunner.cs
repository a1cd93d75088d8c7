using System.Diagnostics;
using System.Globalization;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Packages;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Executes one notebook, cell by cell, in a process of its own.</summary>
internal sealed class NotebookRunner(RunOptions options, IRunObserver observer)
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    private long lastSave;

    /// <summary>Runs the notebook until its end or its first failure. What has run is saved in every case.</summary>
    /// <param name="plan">The notebook.</param>
    /// <param name="worker">A process that has been started for it.</param>
    /// <param name="deadline">Ends when the whole run has used up its time.</param>
    /// <param name="stop">Ends when the user stops the run.</param>
    public async Task<NotebookRun> RunAsync(NotebookPlan plan, WorkerProcess worker, CancellationToken deadline, CancellationToken stop)
    {
        var run = new NotebookRun(plan);
        plan.BringEngine();
        observer.NotebookStarted(plan);
        long start = Stopwatch.GetTimestamp();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, stop);
            run.Packages = await new PackageRestorer(options.PackagesFolder, options.PackageFeeds)
                .RestoreAsync(PackageDirectives.In(plan), either.Token);
            if (plan.Cells.Count > 0) await worker.OpenAsync(new OpenMessage(plan.Notebook.Folder, options.OutputLimit,
                run.Packages.Assemblies), either.Token);
            start = Stopwatch.GetTimestamp();
            foreach (NotebookCell cell in plan.Cells)
            {
                CellRun ended = IsLeftOut(cell) ? new CellRun(cell, CellStatus.Skipped, 0, null)
                    : await RunCellAsync(plan, cell, worker, deadline, stop);
                run.Add(ended);
                observer.CellEnded(plan, ended);
                bool goesOn = ended.Status is CellStatus.Passed or CellStatus.Skipped
                    || (ended.Status == CellStatus.Failed && options.ContinueOnError && !worker.HasEnded);
                if (worker.Usage is { } usage) run.Usage = usage;
                if (!goesOn) break;
                if (Stopwatch.GetElapsedTime(lastSave) > SaveInterval) Save(run);
            }
        }
        catch (PackageUnavailableException reason)
        {
            run.SkippedBecause = reason.Message;
        }
        catch (OperationCanceledException) when (plan.Cells.Count > 0)
        {
            // The time ran out, or the user stopped, before the first cell could start.
            run.Add(Killed(plan.Cells[0], 0, stop.IsCancellationRequested, cellTimeout: false));
        }

        run.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Save(run);
        observer.NotebookEnded(run);
        return run;
    }

    private static bool IsLeftOut(NotebookCell cell) => cell.HasTag(CellTag.SkipExecution) || string.IsNullOrWhiteSpace(cell.Source);

    private async Task<CellRun> RunCellAsync(NotebookPlan plan, NotebookCell cell, WorkerProcess worker, CancellationToken deadline,
        CancellationToken stop)
    {
        observer.CellStarted(plan, cell);
        var outputs = new OutputCollector(cell);
        long start = Stopwatch.GetTimestamp();
        using var cellTime = new CancellationTokenSource();
        if (options.CellTimeout is { } longest) cellTime.CancelAfter(longest);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(deadline, stop, cellTime.Token);

        CellRun ended;
        try
        {
            worker.Send(new RunCellMessage(cell.CodeNumber, [.. plan.CodeOf(cell).Select(piece => piece with
            {
                Code = NotebookArtefacts.Redirect(PackageDirectives.Remove(piece.Code), plan.Notebook.Folder, options.Output),
            })]));
            ended = await ListenAsync(plan, cell, worker, outputs, start, any.Token);
        }
        catch (OperationCanceledException)
        {
            worker.Kill();
            ended = Killed(cell, Stopwatch.GetElapsedTime(start).TotalSeconds, stop.IsCancellationRequested,
                cellTime.IsCancellationRequested);
        }

        (string nativeOutput, string nativeError) = await worker.TakeNativeTextAsync(cell.CodeNumber);
        if (nativeOutput.Length > 0) outputs.Print("stdout", nativeOutput);
        if (nativeError.Length > 0) outputs.Print("stderr", nativeError);
        if (ended.Error is not null) outputs.Fail(ended.Error);
        outputs.Store();
        return ended;
    }

    /// <summary>Gathers what the cell prints and shows until it is done or its process has gone.</summary>
    private async Task<CellRun> ListenAsync(NotebookPlan plan, NotebookCell cell, WorkerProcess worker, OutputCollector outputs, long start,
        CancellationToken cancellation)
    {
        while (true)
        {
            switch (await worker.ReceiveAsync(cancellation))
            {
                case PrintedMessage message:
                    outputs.Print(message.Stream, message.Text);
                    observer.CellPrinted(plan, cell, message.Text);
                    break;
                case ShownMessage message:
                    outputs.Show(message.Data);
                    break;
                case CellDoneMessage { Error: { } error } message:
                    return new CellRun(cell, cell.HasTag(CellTag.RaisesException) ? CellStatus.Passed : CellStatus.Failed,
                        message.Seconds, error);
                case CellDoneMessage message when cell.HasTag(CellTag.RaisesException):
                    return new CellRun(cell, CellStatus.Failed, message.Seconds,
                        new CellError("NoException", $"The cell is tagged {CellTag.RaisesException} but ran without one.", null, []));
                case CellDoneMessage message:
                    return new CellRun(cell, CellStatus.Passed, message.Seconds, null);
                case null:
                    ProcessEnd end = await worker.DescribeEndAsync();
                    return new CellRun(cell, CellStatus.Failed, Stopwatch.GetElapsedTime(start).TotalSeconds,
                        new CellError(end.Name, end.Message, null, end.Details));
            }
        }
    }

    private CellRun Killed(NotebookCell cell, double seconds, bool stopped, bool cellTimeout)
    {
        if (stopped) return new CellRun(cell, CellStatus.Stopped, seconds, new CellError("Stopped", "The run was stopped here.", null, []));
        string limit = cellTimeout
            ? string.Create(CultureInfo.InvariantCulture,
                $"The cell took longer than {options.CellTimeout!.Value.TotalSeconds:0.#} s (--cell-timeout) and was killed.")
            : string.Create(CultureInfo.InvariantCulture,
                $"The run took longer than {options.TotalTimeout!.Value.TotalSeconds:0.#} s (--timeout); it was killed here.");
        return new CellRun(cell, CellStatus.TimedOut, seconds, new CellError("Timeout", limit, null, []));
    }

    private void Save(NotebookRun run)
    {
        string path = Path.Combine(options.NotebooksFolder, Path.GetFileName(run.Notebook.Path));
        run.SavedTo = NotebookSaver.Save(run.Notebook, path);
        run.WasRescued = run.SavedTo != path;
        lastSave = Stopwatch.GetTimestamp();
    }
}
