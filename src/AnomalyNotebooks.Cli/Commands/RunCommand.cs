using System.CommandLine;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Ledger;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly run</c>: executes notebooks and writes the executed copies and the report.</summary>
internal static class RunCommand
{
    private const string Description =
        """
        Execute notebooks and write the executed copies and a report.

        Each notebook runs in a fresh process, cell by cell, as an editor would run it. The run stops at the first error and
        says where it happened; what has run until then is saved. Nothing is written over the notebooks themselves unless
        --in-place asks for it, and what a full run has saved for later notebooks is not touched by --smoke or --param.

        Exit codes: 0 all cells ran, 1 a cell failed, 2 the command line is wrong, 3 a time limit was reached, 130 stopped by Ctrl-C.

        Examples:
          anomaly run                              all notebooks, then open artifacts/report/index.html
          anomaly run 03 --param epochs=5          one notebook with another parameter
          anomaly run --smoke                      everything in seconds, on few rows and few epochs
          anomaly run --data ~/Downloads           with the data set lying elsewhere
        """;

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebook")
        {
            Description = "Notebooks to run, in this order: paths, or names such as '03-training' or '03'. Default: all in notebooks/, "
                + "by name.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = new Option<string?>("--data") { Description =
            "The UNSW-NB15 file, or the folder it is in. Default: the variable UNSW_NB15_DIR, then data/, then the synthetic sample.",
            HelpName = "path" };
        var output = new Option<string?>("--output") { Description =
            "Folder for executed notebooks, report, manifest and what notebooks save in ../artifacts. Default: artifacts/; with --smoke "
            + "artifacts/smoke/, with --param artifacts/trial/.", HelpName = "folder" };
        var inPlace = new Option<bool>("--in-place") { Description =
            "Also write the outputs into the notebooks themselves, in the form to commit." };
        var parameters = new Option<string[]>("--param") { Description =
            "Another value for a parameter of the notebooks; may be given several times. A wrong name lists the right ones.",
            HelpName = "name=value" };
        var engine = new Option<string?>("--engine") { Description =
            "What trains the autoencoders, managed or torchsharp; the same as --param engine=NAME. TorchSharp's package is fetched when "
            + "first asked for.", HelpName = "name" };
        var smoke = new Option<bool>("--smoke") { Description =
            "Give every parameter the small value its notebook states ('smoke: 2'): all cells run, in seconds, with results that mean "
            + "nothing." };
        var from = new Option<string?>("--from") { Description = "Begin with this notebook, on what earlier runs have saved.",
            HelpName = "notebook" };
        var until = new Option<string?>("--until") { Description = "End after this notebook.", HelpName = "notebook" };
        var cellTimeout = new Option<string?>("--cell-timeout") { Description =
            "Kill a cell that takes longer, such as 90, 90s or 5m. Default: no limit.", HelpName = "time" };
        var timeout = new Option<string?>("--timeout") { Description = "Kill the run when it takes longer. Default: no limit.",
            HelpName = "time" };
        var memory = new Option<string?>("--memory") { Description =
            "Limit the memory of a notebook's process, such as 2GB. Default: no limit.", HelpName = "size" };
        var goOn = new Option<bool>("--continue-on-error") { Description = "Go on with the next cell after one that failed." };
        var strict = new Option<bool>("--strict") { Description =
            "Count a notebook that is left out, because a package it asks for cannot be had here, as a failure." };
        var jobs = new Option<int?>("--jobs") { Description =
            "Notebooks to run at the same time, sharing the processors; one that measures times runs alone. Default: as many as there are "
            + "processors, up to 4; with --in-place 1.", HelpName = "number" };
        var json = new Option<string?>("--json") { Description = "Also write the outcome of every cell as JSON.", HelpName = "file" };
        var trx = new Option<string?>("--trx") { Description = "Also write the outcome of every cell as a TRX test report, for CI systems.",
            HelpName = "file" };

        var command = new Command("run", Description) { notebooks, data, output, inPlace, parameters, engine, smoke, from, until,
            cellTimeout, timeout, memory, goOn, strict, jobs, json, trx };
        command.SetAction((parsed, cancellation) =>
        {
            bool isSmoke = parsed.GetValue(smoke);
            ParameterChoice choice = ParameterChoice.Parse(
                [.. parsed.GetValue(parameters) ?? [], .. parsed.GetValue(engine) is { } name ? [$"engine={name}"] : Array.Empty<string>()],
                isSmoke);
            if (parsed.GetValue(inPlace) && (isSmoke || choice.Values.Count > 0))
                throw new UsageException("--in-place writes what is to be committed: it goes with neither --param nor --smoke.");
            if (parsed.GetValue(jobs) is < 1) throw new UsageException("--jobs: at least one notebook runs at a time.");
            string folder = isSmoke ? "smoke" : choice.Values.Count > 0 ? "trial" : "";
            var request = new Request
            {
                Notebooks = NotebookFinder.Between(NotebookFinder.Find(parsed.GetValue(notebooks) ?? []), parsed.GetValue(from),
                    parsed.GetValue(until)),
                Choice = choice,
                InPlace = parsed.GetValue(inPlace),
                Json = parsed.GetValue(json),
                Trx = parsed.GetValue(trx),
                Options = new RunOptions
                {
                    Output = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(Workspace.Artifacts, folder))
                        .TrimEnd(Path.DirectorySeparatorChar),
                    Jobs = parsed.GetValue(jobs) ?? (parsed.GetValue(inPlace) ? 1 : RunOptions.JobsHere),
                    Data = parsed.GetValue(data) is { } path ? Path.GetFullPath(path) : null,
                    CellTimeout = parsed.GetValue(cellTimeout) is { } perCell ? Quantity.Time("--cell-timeout", perCell) : null,
                    TotalTimeout = parsed.GetValue(timeout) is { } total ? Quantity.Time("--timeout", total) : null,
                    MemoryLimit = parsed.GetValue(memory) is { } size ? Quantity.Size("--memory", size) : null,
                    ContinueOnError = parsed.GetValue(goOn),
                    IsStrict = parsed.GetValue(strict),
                    PackageFeeds = Workspace.FindRoot(Environment.CurrentDirectory) is { } root
                        ? [Path.Combine(root, "artifacts", "packages")] : [],
                },
            };
            return RunLedger.RecordAsync(parsed, entry => RunAsync(request, entry, cancellation));
        });
        return command;
    }

    private static async Task<int> RunAsync(Request request, LedgerEntry entry, CancellationToken stop)
    {
        DateTimeOffset started = DateTimeOffset.Now;
        List<NotebookPlan> plans = [.. request.Notebooks.Select(path => NotebookPlan.For(Notebook.Load(path)))];
        request.Choice.ApplyTo(plans);
        DataInUse data = DataInUse.Find(request.Options.Data);
        (entry.Data, entry.Fingerprint) = (data.Title, data.Fingerprint);
        foreach (NotebookPlan plan in plans)
            foreach (NotebookParameter parameter in ParameterCell.In(plan.Notebook))
                entry.Set($"{plan.Notebook.Name}: {parameter.Name}", parameter.Value);
        string[] written = [request.Options.NotebooksFolder, .. new[] { request.Json, request.Trx }.OfType<string>()];
        OutputPlace.RequireApart("--output", written, [.. request.Notebooks, .. data.Files.Select(file => file.Path)]);
        new ArtefactRecords(request.Options.Output).Check(plans, request.Choice, data);
        using RunLock held = RunLock.Take(request.Options.Output);
        System.Text.Json.Nodes.JsonObject invocation = Invocation.Describe();
        Task<System.Text.Json.Nodes.JsonObject> machine = Machine.DescribeAsync();

        WorkbookRun run = await WorkbookRunner.RunAsync(request.Options, plans, data, stop);

        foreach (NotebookRun notebook in run.Notebooks)
            foreach (RecordedResult result in notebook.Results)
                entry.Results[$"{notebook.Notebook.Name}: {result.Name}"] = result.Value;
        if (run.FirstFailure is { } failed) entry.Error = $"{failed.Notebook.Name} {CellStatusText.Of(failed.Status)}";

        // What happened is told before anything else is written: a full disk must not swallow it.
        SummaryTable.Write(Terminal.Output, run);
        foreach (NotebookRun rescued in run.Notebooks.Where(notebook => notebook.WasRescued))
            await Console.Error.WriteLineAsync($"{rescued.Notebook.Name} could not be saved to "
                + $"{Workspace.Shorten(request.Options.NotebooksFolder)}; it lies in {rescued.SavedTo}.");
        foreach (NotebookRun failure in run.Notebooks.Where(notebook => !notebook.Succeeded))
            await Console.Error.WriteLineAsync(FailureText.Of(failure));

        RunManifest.Write(Path.Combine(request.Options.Output, "run.json"), run, data, await machine, invocation, started);
        if (request.Json is { } json) JsonReport.Write(json, run);
        if (request.Trx is { } trx) TrxReport.Write(trx, run, started);
        PlotlyJs plotly = PlotlyJs.Find();
        if (request.InPlace) await WriteInPlaceAsync(run, data, plotly, stop);
        string report = Path.Combine(request.Options.Output, "report", "index.html");
        new ReportPage(report, plotly).Write(run.Notebooks, $"Run on {started:yyyy-MM-dd HH:mm} on {data.Title}, in {run.Seconds:0} s.",
            [.. Cautions(request, data)]);
        Console.WriteLine($"Report: {Workspace.Shorten(report)}"
            + $"{(plotly.IsLocal ? "" : " (its figures need a network: npm was missing when this was built)")}");
        return run.ExitCode;
    }

    private static IEnumerable<string> Cautions(Request request, DataInUse data)
    {
        if (data.Files.Count == 0)
            yield return "Anything about networks: the flows of this run are a synthetic sample, made from a profile of the real file.";
        if (request.Choice.Smoke || request.Choice.Values.Count > 0)
            yield return "Anything from these numbers: this run used other settings than the lessons', to try them out.";
    }

    private static async Task WriteInPlaceAsync(WorkbookRun run, DataInUse data, PlotlyJs plotly, CancellationToken stop)
    {
        FigureRenderer? renderer = Browser.Find() is { } browser ? new FigureRenderer(browser, plotly) : null;
        if (renderer is null) await Console.Error.WriteLineAsync("No browser found: the notebooks are written without pictures of their "
            + "figures, and a code host will not show these.");
        foreach (NotebookRun notebook in run.Notebooks.Where(notebook => notebook.Succeeded && notebook.SkippedBecause is null))
            AtomicFile.WriteText(notebook.Plan.Source.Path,
                (await new CommittableNotebook(data, renderer).MakeAsync(notebook.Notebook, stop)).ToText());
    }

    private sealed record Request
    {
        public required IReadOnlyList<string> Notebooks { get; init; }

        public required ParameterChoice Choice { get; init; }

        public required RunOptions Options { get; init; }

        public bool InPlace { get; init; }

        public string? Json { get; init; }

        public string? Trx { get; init; }
    }
}
