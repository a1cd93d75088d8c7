using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Verification;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>
/// The checklist for reviewers, <c>.github/REVIEW.md</c>: the modules of REFORMS (Kapoor et al., Science Advances, 2024) and what NeurIPS
/// asks beyond them, each with where it is answered. What can be counted comes from the committed results.
/// </summary>
internal static class ReviewChecklist
{
    /// <summary>Its place below the root of the repository.</summary>
    public const string Place = ".github/REVIEW.md";

    /// <summary>The generated part of the checklist, by name, as <see cref="Readme.Fill"/> takes it.</summary>
    public static Dictionary<string, string> Parts(string root)
    {
        JsonNode evaluation = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "data", "results", "evaluation.json")))!;
        string[] protocols = Values(evaluation, "protocol"), detectors = Values(evaluation, "detector"),
            seeds = Values(evaluation, "seeds");
        int lessons = NotebookFinder.AllIn(Path.Combine(root, "notebooks")).Count;
        string weights = ReferenceBits.OfNetwork(threads: 0).First().Sha256[..16];
        var table = new StringBuilder("| asked | answer | where |\n| --- | --- | --- |\n");
        Row("Goals and claims", "detection of attacks by what normal flows look like; claims with their protocol beside them", "README.md");
        Row("Data and its provenance", "one public file, its hash and fingerprint in every committed lesson; how to get it, its licence",
            "data/README.md");
        Row("Sample and labels", "fitted on normal flows; attack labels judge", "README.md");
        Row("Preprocessing", "fitted pipelines, each step with its state", "notebooks/03-training.ipynb");
        Row("Models and baselines", string.Create(CultureInfo.InvariantCulture, $"{detectors.Length}: {string.Join(", ", detectors)}"),
            "notebooks/07-detectors.ipynb");
        Row("Separation of training and test, leakage",
            string.Create(CultureInfo.InvariantCulture,
            $"{protocols.Length} protocols: {string.Join(", ", protocols)}; a published leak taken apart"),
            "notebooks/06-label-leakage.ipynb");
        Row("Metrics and their uncertainty", $"AUROC, rates at thresholds, intervals; seeds: {string.Join(", ", seeds)}",
            "notebooks/08-thresholds-and-alarms.ipynb");
        Row("Choice of settings", "on normal flows alone; what was compared, failures included", "data/results/selection.md");
        Row("What else was tried", "with what it would have found of the development half", "data/results/travel.md");
        Row("Code and environment", "one SDK, locked packages, two commands", "global.json");
        Row("Repeating the results",
            string.Create(CultureInfo.InvariantCulture,
            $"`anomaly verify` runs {lessons} lessons again and compares; equal bits on every machine (weights {weights}...)"),
            "README.md");
        Row("Compute", "times and memory of every part; `run.json` of a run has its own", "data/results/bench.json");
        Row("Limits and generalisation", "one data set from one laboratory; what would have to be shown elsewhere", "README.md");
        Row("Licence and citation", "MIT; the data set is not part of it", "CITATION.cff");
        return new Dictionary<string, string>(StringComparer.Ordinal) { ["checklist"] = table.ToString() };

        void Row(string asked, string answer, string where) => table.Append("| ").Append(asked).Append(" | ").Append(answer).Append(" | [")
            .Append(where).Append("](../").Append(where).Append(") |\n");
    }

    // Every value of a name, wherever it stands: lists of results and their provenance alike.
    private static string[] Values(JsonNode? node, string name) => [.. All(node, name).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> All(JsonNode? node, string name) => node switch
    {
        JsonObject json => json.SelectMany(pair => pair.Key == name && pair.Value is (JsonValue or JsonArray) ? [Text(pair.Value)]
            : All(pair.Value, name)),
        JsonArray array => array.SelectMany(item => All(item, name)),
        _ => [],
    };

    private static string Text(JsonNode value) => value is JsonArray list ? string.Join(", ", list.Select(item => item?.ToString()))
        : value.ToString();
}
