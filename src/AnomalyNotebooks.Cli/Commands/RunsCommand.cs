using System.CommandLine;
using System.Globalization;
using AnomalyNotebooks.Cli.Ledger;
using AnomalyNotebooks.Cli.Scoring;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly runs</c>: what was run here, and what two runs differ in.</summary>
internal static class RunsCommand
{
    private const string Description =
        """
        List what was run here, and compare two runs.

        Every run of 'run', 'evaluate' and 'fit' adds a line to artifacts/runs.jsonl, also one that fails: when, command, commit,
        data, settings, results, seconds. The number of a run is that of its line.

        Examples:
          anomaly runs                     the last twenty
          anomaly runs compare 12 15       settings and results that differ, with both values and the difference
          anomaly runs compare -2 -1       the last but one, and the last
        """;

    public static Command Create()
    {
        var last = new Option<int>("--last") { Description = "How many to list, the last ones.", HelpName = "n",
            DefaultValueFactory = _ => 20 };
        var first = new Argument<string>("A") { Description = "Number of a run; -1 is the last one, -2 that before it." };
        var second = new Argument<string>("B") { Description = "Number of another run." };
        var compare = new Command("compare", "Show what differs between two runs: data, commit, settings, results.") { first, second };
        compare.TreatUnmatchedTokensAsErrors = false; // -1 looks like an option
        compare.SetAction(parsed =>
        {
            string[] given = [.. parsed.Tokens.SkipWhile(token => token.Value != "compare").Skip(1).Select(token => token.Value)];
            if (given.Length != 2) throw new UsageException("runs compare: name two runs, such as 12 15, or -2 -1.");
            IReadOnlyList<(int Number, LedgerEntry Entry)> runs = Runs();
            Compare(Find(runs, given[0]), Find(runs, given[1]));
            return ExitCode.Ok;
        });
        var command = new Command("runs", Description) { last, compare };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(last) < 1) throw new UsageException("--last: expected 1 or more.");
            List(Runs(), parsed.GetValue(last));
            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<(int Number, LedgerEntry Entry)> Runs()
    {
        _ = Workspace.Root; // says what is missing where there is no repository
        (IReadOnlyList<(int Number, LedgerEntry Entry)> runs, int unreadable) = RunLedger.Here!.Read();
        if (unreadable > 0)
            Console.Error.WriteLine($"warning: {unreadable} lines of {Workspace.Shorten(RunLedger.Here!.File)} cannot be read.");
        return runs;
    }

    private static (int Number, LedgerEntry Entry) Find(IReadOnlyList<(int Number, LedgerEntry Entry)> runs, string text)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || number == 0)
            throw new UsageException($"'{text}' is not the number of a run. List them with: anomaly runs");
        if (number < 0 && -number <= runs.Count) return runs[^-number];
        return runs.FirstOrDefault(run => run.Number == number) is { Entry: not null } found ? found
            : throw new AnomalyException($"There is no run {text}: {(runs.Count == 0 ? "none" : $"{runs[0].Number} to {runs[^1].Number}")} "
                + "are listed. See: anomaly runs");
    }

    private static void List(IReadOnlyList<(int Number, LedgerEntry Entry)> runs, int last)
    {
        if (runs.Count == 0)
        {
            Console.WriteLine("Nothing was run here yet: 'run', 'evaluate' and 'fit' are listed.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new Spectre.Console.TableColumn("Run").RightAligned()).AddColumn("Started").AddColumn("Command").AddColumn("Ended")
            .AddColumn(new Spectre.Console.TableColumn("Seconds").RightAligned()).AddColumn("Data").AddColumn("Results");
        foreach ((int number, LedgerEntry entry) in runs.TakeLast(last))
        {
            table.AddRow(Cell(number.ToString(CultureInfo.InvariantCulture)),
                Cell(entry.Started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                Cell(string.Join(' ', [entry.Command, .. entry.Arguments])),
                new Text(entry.Ending, entry.ExitCode == ExitCode.Ok ? Style.Plain : new Style(Color.Red)),
                Cell(entry.Seconds.ToString("0.0", CultureInfo.InvariantCulture)), Cell(entry.Data), Cell(Results(entry)));
        }

        Terminal.Output.Write(table);
        if (runs.Count > last) Console.WriteLine($"{runs.Count - last} older ones: --last {runs.Count}");
    }

    private static void Compare((int Number, LedgerEntry Entry) first, (int Number, LedgerEntry Entry) second)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("").AddColumn("What differs").AddColumn(new Spectre.Console.TableColumn($"Run {first.Number}").RightAligned())
            .AddColumn(new Spectre.Console.TableColumn($"Run {second.Number}").RightAligned())
                .AddColumn(new Spectre.Console.TableColumn("Difference").RightAligned());
        foreach (RunComparison.Row row in RunComparison.Of(first.Entry, second.Entry))
            table.AddRow(Cell(row.Kind), Cell(row.Name), Cell(row.First), Cell(row.Second),
                Cell(row.Change?.ToString("+0.######;-0.######;0", CultureInfo.InvariantCulture) ?? ""));
        Terminal.Output.Write(table);
        (int common, int equal) = RunComparison.Agreement(first.Entry, second.Entry);
        Console.WriteLine($"{equal} of the {common} results that both have are equal, bit for bit.");
    }

    private static string Results(LedgerEntry entry) => entry.Error is { } error ? error
        : string.Join(", ", entry.Results.Take(2).Select(result => $"{result.Key} {RunComparison.Shown(result.Value)}"))
            + (entry.Results.Count > 2 ? $", and {entry.Results.Count - 2} more" : "");

    private static Text Cell(string text) => new(SafeText.Plain(text));
}
