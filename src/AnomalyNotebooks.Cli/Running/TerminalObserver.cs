using System.Globalization;
using AnomalyNotebooks.Cli.Notebooks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Progress in a terminal: a line per notebook with a bar over its cells, the running section and the last line it
/// printed.</summary>
internal sealed class TerminalObserver : IRunObserver
{
    private readonly Dictionary<NotebookPlan, ProgressTask> tasks = [];

    private TerminalObserver(ProgressContext context, IReadOnlyList<NotebookPlan> plans)
    {
        foreach (NotebookPlan plan in plans)
            tasks[plan] = context.AddTask(Description(plan, ""), autoStart: false, maxValue: Math.Max(1, plan.Cells.Count));
    }

    /// <summary>Shows progress while <paramref name="work"/> runs, and clears it afterwards.</summary>
    public static Task<T> ShowAsync<T>(IAnsiConsole console, IReadOnlyList<NotebookPlan> plans, Func<IRunObserver, Task<T>> work) =>
        console.Progress()
        .AutoClear(true)
        .Columns(new SpinnerColumn(Spinner.Known.Dots), new ProgressBarColumn { Width = 24 }, new CellCountColumn(), new SecondsColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(context => work(new TerminalObserver(context, plans)));

    public void NotebookStarted(NotebookPlan plan) => tasks[plan].StartTask();

    public void CellStarted(NotebookPlan plan, NotebookCell cell) => tasks[plan].Description = Description(plan, Section(plan, cell));

    public void CellPrinted(NotebookPlan plan, NotebookCell cell, string text)
    {
        string last = text.Trim().Split('\n', '\r')[^1].Trim();
        if (last.Length > 0) tasks[plan].Description = Description(plan, last);
    }

    public void CellEnded(NotebookPlan plan, CellRun cell) => tasks[plan].Increment(1);

    public void NotebookEnded(NotebookRun run)
    {
        tasks[run.Plan].Description = Description(run.Plan, CellStatusText.Of(run.Status));
        tasks[run.Plan].StopTask();
    }

    private static string Description(NotebookPlan plan, string detail)
    {
        const int longest = 60;
        if (detail.Length > longest) detail = detail[..longest] + "…";
        return $"{Markup.Escape(plan.Notebook.Name)}  [grey]{Markup.Escape(detail)}[/]";
    }

    /// <summary>The heading above a cell.</summary>
    private static string Section(NotebookPlan plan, NotebookCell cell) => plan.Notebook.Cells
        .TakeWhile(other => other != cell)
        .Where(other => other.Kind == CellKind.Markdown)
        .SelectMany(other => other.Source.Split('\n'))
        .LastOrDefault(line => line.StartsWith('#'))?.TrimStart('#', ' ') ?? "";

    private sealed class CellCountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value,3:0}/{task.MaxValue:0}"));
    }

    private sealed class SecondsColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.ElapsedTime is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds,6:0.0} s") : "");
    }
}
