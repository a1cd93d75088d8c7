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
        what 'anomaly evaluate --json' and 'anomaly bench --json' have saved in data/results/. Every figure of these goes into
        data/results/tables.md.

        A table is refused where its numbers come from other data, another half of the attacks or fewer seeds than its place in the
        README demands (<!-- best:begin half=final seeds=5 -->), or from generated flows.

        With --check nothing is written: it exits 1 where the README says something else than the results do.
        """;

    private const string EveryFigure = "data/results/tables.md";
    private const string WithoutTtl = "evaluation-without-ttl.json";

    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Write nothing; say whether the README is up to date." };
        var command = new Command("readme", Description) { check };
        command.SetAction(parsed =>
        {
            bool isCurrent = true;
            foreach ((string place, Func<string, Dictionary<string, string>> parts) in Documents)
            {
                string path = Path.Combine(Workspace.Root, place), before = File.ReadAllText(path),
                    after = Readme.Fill(before, parts(Workspace.Root));
                if (before == after) continue;
                isCurrent = false;
                if (!parsed.GetValue(check)) AtomicFile.WriteText(path, after);
                Console.WriteLine(parsed.GetValue(check) ? $"{place} is not up to date: run 'anomaly readme'."
                    : $"{place}: tables made anew.");
            }

            if (isCurrent) Console.WriteLine("README.md and what belongs to it are up to date.");
            return isCurrent || !parsed.GetValue(check) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>The documents with generated parts, and what makes the parts of each.</summary>
    internal static (string Place, Func<string, Dictionary<string, string>> Parts)[] Documents =>
    [
        ("README.md", ReadmeParts),
        (EveryFigure, EveryFigureParts),
        (ReviewChecklist.Place, ReviewChecklist.Parts),
    ];

    private static Dictionary<string, string> ReadmeParts(string root) => new(Results(root, "README.md", brief: true),
        StringComparer.Ordinal)
    {
        ["bits"] = string.Concat(ReferenceBits.OfNetwork(threads: 0).Select(hash => $"* {hash.Name}: `{hash.Sha256}`\n")),
        ["final-half"] = FinalHalfLog.Sentence(root),
        ["lessons"] = LessonIndex.Markdown(NotebookFinder.AllIn(Path.Combine(root, "notebooks")).Select(Notebook.Load), "notebooks"),
    };

    private static Dictionary<string, string> EveryFigureParts(string root) => Results(root, EveryFigure, brief: false);

    // The tables of results in a document, by name; refused where results are not what the heading they go under says.
    private static Dictionary<string, string> Results(string root, string document, bool brief)
    {
        string results = Path.Combine(root, "data", "results"), text = File.ReadAllText(Path.Combine(root, document));
        EvaluationFile[] evaluation =
        [
            Publishable("evaluation.json", withTtl: true, "best", "detectors"),
            .. File.Exists(Path.Combine(results, WithoutTtl)) ? (EvaluationFile[])[Publishable(WithoutTtl, withTtl: false, "best")] : [],
        ];
        return new(StringComparer.Ordinal)
        {
            ["best"] = DetectorTables.Best(evaluation, brief),
            ["detectors"] = DetectorTables.All(evaluation[..1], brief, Times("evaluation-times.json")),
            ["final"] = DetectorTables.Best([Publishable("evaluation-final.json", withTtl: true, "final")], brief),
            ["speed"] = SpeedTable.Markdown(File.ReadAllText(Path.Combine(results, "bench.json")), brief),
        };

        EvaluationFile Publishable(string name, bool withTtl, params string[] places)
        {
            var file = EvaluationFile.Read(File.ReadAllText(Path.Combine(results, name)));
            foreach (string place in places) Require(file.Provenance, place, withTtl, name);
            return file;
        }

        EvaluationTimes Times(string name)
        {
            var file = EvaluationTimes.Read(File.ReadAllText(Path.Combine(results, name)));
            Require(file.Provenance, "detectors", withTtl: true, name);
            return file;
        }

        void Require(Provenance provenance, string place, bool withTtl, string name) =>
            PublicationCheck.Require(provenance, Readme.Demands(text, place), withTtl, $"data/results/{name}");
    }
}
