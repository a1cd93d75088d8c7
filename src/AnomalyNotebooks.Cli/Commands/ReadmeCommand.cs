using System.CommandLine;
using AnomalyNotebooks.Cli.Documentation;
using AnomalyNotebooks.Cli.Evaluating;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Verification;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly readme</c>: makes the README's tables anew from the committed results.</summary>
internal static class ReadmeCommand
{
    private const string Description =
        """
        Make the README's tables anew from what runs have left in the repository: the results recorded in the committed notebooks, and
        what 'anomaly evaluate --json' and 'anomaly bench --json' have saved in data/results/.

        A table is refused where its numbers come from other data, another half of the attacks or fewer seeds than its place in the
        README demands (<!-- best:begin half=final seeds=5 -->), or from generated flows.

        With --check nothing is written: it exits 1 where the README says something else than the results do.
        """;

    private const string WithoutTtl = "evaluation-without-ttl.json";

    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Write nothing; say whether the README is up to date." };
        var command = new Command("readme", Description) { check };
        command.SetAction(parsed =>
        {
            string root = Workspace.Root, path = Path.Combine(root, "README.md"), before = File.ReadAllText(path),
                after = Readme.Fill(before, Parts(root));
            string checklist = Path.Combine(root, ReviewChecklist.Place), asked = File.ReadAllText(checklist),
                answered = Readme.Fill(asked, ReviewChecklist.Parts(root));
            bool isCurrent = before == after && asked == answered;
            if (!isCurrent && !parsed.GetValue(check))
            {
                AtomicFile.WriteText(path, after);
                AtomicFile.WriteText(checklist, answered);
            }

            Console.WriteLine(isCurrent ? "README.md is up to date."
                : parsed.GetValue(check) ? "README.md is not up to date: run 'anomaly readme'."
                : "README.md: tables made anew.");
            return isCurrent || !parsed.GetValue(check) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>The generated parts of the README by name.</summary>
    /// <exception cref="AnomalyException">Results are not what the heading they go under says.</exception>
    internal static Dictionary<string, string> Parts(string root)
    {
        string results = Path.Combine(root, "data", "results"), readme = File.ReadAllText(Path.Combine(root, "README.md"));
        EvaluationFile[] evaluation =
        [
            Publishable("evaluation.json", withTtl: true, "best", "detectors"),
            .. File.Exists(Path.Combine(results, WithoutTtl)) ? (EvaluationFile[])[Publishable(WithoutTtl, withTtl: false, "best")] : [],
        ];
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bits"] = string.Concat(ReferenceBits.OfNetwork(threads: 0).Select(hash => $"* {hash.Name}: `{hash.Sha256}`\n")),
            ["best"] = DetectorTables.Best(evaluation),
            ["detectors"] = DetectorTables.All(evaluation[..1], Path.Combine(results, "evaluation-times.json")),
            ["final-half"] = FinalHalfLog.Sentence(root),
            ["final"] = DetectorTables.Best([Publishable("evaluation-final.json", withTtl: true, "final")]),
            ["lessons"] = LessonIndex.Markdown(NotebookFinder.AllIn(Path.Combine(root, "notebooks")).Select(Notebook.Load), "notebooks"),
            ["speed"] = SpeedTable.Markdown(File.ReadAllText(Path.Combine(results, "bench.json"))),
        };

        EvaluationFile Publishable(string name, bool withTtl, params string[] places)
        {
            var file = EvaluationFile.Read(File.ReadAllText(Path.Combine(results, name)));
            foreach (string place in places)
                PublicationCheck.Require(file.Provenance, Readme.Demands(readme, place), withTtl, $"data/results/{name}");
            return file;
        }
    }
}
