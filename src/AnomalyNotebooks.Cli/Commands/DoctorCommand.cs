using System.CommandLine;
using AnomalyNotebooks.Cli.Diagnosis;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly doctor</c>: compares the machine with what the repository pins.</summary>
internal static class DoctorCommand
{
    private const string Description =
        """
        Compare this machine with what the repository asks for: SDK, library, tools, plotly.js, browser, data, notebooks.

        Each line says what is there or, in plain words, what is missing, what one misses by it, and how to get it.
        Exits 1 only where something is missing that 'anomaly run' needs.
        """;

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The UNSW-NB15 file, or the folder it is in, as for run.",
            HelpName = "path" };
        var host = new Option<bool>("--host") { Description =
            "Say instead which notebook hosts this machine has, and what works in each." };
        var command = new Command("doctor", Description) { data, host };
        command.SetAction(async (parsed, _) =>
        {
            IReadOnlyList<Finding> findings = parsed.GetValue(host)
                ? Hosts.Examine(Workspace.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                    Environment.GetEnvironmentVariable("PATH") ?? "")
                : await Doctor.ExamineAsync(Workspace.Root, parsed.GetValue(data));
            int width = findings.Max(finding => finding.What.Length);
            foreach (Finding finding in findings)
            {
                Console.WriteLine($"{Sign(finding.Health)} {finding.What.PadRight(width)}  {finding.Found}");
                if (finding.Advice.Length > 0) Console.WriteLine($"  {new string(' ', width)}  {finding.Advice}");
            }

            return findings.Any(finding => finding.Health == Health.Missing) ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }

    private static string Sign(Health health) => health switch { Health.Good => "ok  ", Health.Missing => "FAIL", _ => "-   " };
}
