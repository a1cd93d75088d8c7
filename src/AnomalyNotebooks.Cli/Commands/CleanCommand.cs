using System.CommandLine;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly clean</c>: brings notebooks into the form in which they are committed.</summary>
internal static class CleanCommand
{
    private const string Description =
        """
        Bring notebooks into the one form in which they are committed, so that diffs show what changed and nothing else.

        Keys are sorted, cells get ids that stay, and what editors leave behind goes (execution times, window state). Outputs stay
        unless --strip. With --check nothing is written: it lists what is not clean, what has outputs older than its code, scripts
        or paths of one machine in outputs, and exits 1 where there is any.
        """;

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebook") { Description = "Notebooks to clean. Default: all in notebooks/.",
            Arity = ArgumentArity.ZeroOrMore };
        var check = new Option<bool>("--check") { Description = "Write nothing; say what is not clean." };
        var strip = new Option<bool>("--strip") { Description = "Remove all outputs." };
        var command = new Command("clean", Description) { notebooks, check, strip };
        command.SetAction(parsed =>
        {
            IReadOnlyList<string> paths = NotebookFinder.Find(parsed.GetValue(notebooks) ?? []);
            return parsed.GetValue(check) ? Check(paths) : Clean(paths, parsed.GetValue(strip));
        });
        return command;
    }

    private static int Clean(IReadOnlyList<string> paths, bool strip)
    {
        foreach (string path in paths)
        {
            Notebook notebook = Notebook.Load(path);
            string before = RegularFile.Text(path);
            NotebookCleaner.Clean(notebook);
            if (strip) NotebookCleaner.Strip(notebook);
            string after = notebook.ToText();
            if (after != before) AtomicFile.WriteText(path, after);
            Console.WriteLine($"{Workspace.Shorten(path)}: {(after == before ? "was clean" : "cleaned")}");
        }

        return ExitCode.Ok;
    }

    private static int Check(IReadOnlyList<string> paths)
    {
        int problems = 0;
        foreach (string path in paths)
        {
            foreach (string problem in NotebookCleaner.Problems(Notebook.Load(path), RegularFile.Text(path)))
            {
                problems++;
                Console.WriteLine($"{Workspace.Shorten(path)}: {problem}");
            }
        }

        if (problems == 0) Console.WriteLine($"{paths.Count} notebooks are clean.");
        return problems == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
