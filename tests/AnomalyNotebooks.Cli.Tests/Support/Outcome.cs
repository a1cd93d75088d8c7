using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>How a command ended.</summary>
internal sealed partial record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Everything a user saw, without what differs from run to run: times, widths of columns, ids of processes.</summary>
    public string Seen
    {
        get
        {
            string text = $"{Output}{(Error.Length > 0 ? "--- standard error\n" : "")}{Error}exit code {ExitCode}\n";
            text = Time().Replace(text, "#.#");
            text = Folder().Replace(text, "FOLDER/");
            text = Stack().Replace(text, "Repeated # times");

            // A line of its own for a cell that was merely slow comes and goes with the machine.
            IEnumerable<string> lines = text.Split('\n').Where(line => !line.Contains(": ok, #.# s", StringComparison.Ordinal)
                || !line.Contains('/', StringComparison.Ordinal));
            return string.Join('\n', lines.Select(line => Spaces().Replace(line, "  ").TrimEnd()).Where(line =>
                line.Trim('─', ' ').Length > 0)) + "\n";
        }
    }

    [GeneratedRegex(@"\b\d+\.\d\b(?!\.)")]
    private static partial Regex Time();

    [GeneratedRegex(@"\S*anomaly-test-\w+/")]
    private static partial Regex Folder();

    [GeneratedRegex(@"Repeated? \d+ times")]
    private static partial Regex Stack();

    [GeneratedRegex(@" {2,}")]
    private static partial Regex Spaces();
}
