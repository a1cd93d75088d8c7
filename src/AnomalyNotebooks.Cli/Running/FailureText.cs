using System.Text;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Says where and why a run failed.</summary>
internal static class FailureText
{
    /// <summary>Notebook, cell, line, error and where to look, in a few lines.</summary>
    public static string Of(NotebookRun run)
    {
        CellRun cell = run.Cells.First(cell => cell.Status is not (CellStatus.Passed or CellStatus.Skipped));
        var text = new StringBuilder();
        text.Append(Workspace.Shorten(run.Plan.Source.Path)).Append(", cell ").Append(cell.Cell.CodeNumber);
        if (cell.Error!.Line is { } line) text.Append(", line ").Append(line);
        text.AppendLine();
        if (cell.FailedLine is { } source) text.Append("    ").AppendLine(source);
        text.Append("  ").Append(cell.Error.Name).Append(": ").AppendLine(cell.Error.Message.ReplaceLineEndings("\n  "));
        foreach (string frame in cell.Error.Trace.Take(8)) text.Append("    ").AppendLine(frame);
        if (run.SavedTo is { } saved) text.Append("  What has run is saved in ").AppendLine(Workspace.Shorten(saved));
        return text.ToString().TrimEnd();
    }
}
