using System.CommandLine;
using AnomalyNotebooks.Cli.Cards;
using AnomalyNotebooks.Cli.Evaluating;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly card</c>: what somebody has to know about a saved detector, or about a file of flows, on a page.</summary>
internal static class CardCommand
{
    private const string Description =
        """
        Write the model card of a saved detector, or the data card of a file of flows.

        Nothing on a card is typed in: a model card is made of the detector's file and of evaluations, a data card of the flows.

        Examples:
          anomaly card model.safetensors --evaluation evaluation.json --out card.md
          anomaly card model.safetensors --evaluation with.json without-ttl.json --out card.html
          anomaly card flows.csv --out data-card.md
        """;

    public static Command Create()
    {
        var subject = new Argument<string>("file") { Description = "A detector that 'fit' has saved (.safetensors), or a file of flows." };
        var evaluations = new Option<string[]>("--evaluation") { Description =
            "Results of 'evaluate --json' in which the detector was judged; several, such as with and without TTL, are shown together.",
            HelpName = "file", AllowMultipleArgumentsPerToken = true };
        var schema = new Option<string?>("--schema") { Description =
            "What the columns of the flows are: a schema's name or file. Default: found by the columns.", HelpName = "file" };
        var output = new Option<string>("--out") { Description = "Where to write the card: a file that ends in .md or .html.",
            HelpName = "file", Required = true };
        var command = new Command("card", Description) { subject, evaluations, schema, output };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(subject)!, target = parsed.GetValue(output)!;
            string kind = Path.GetExtension(target).ToLowerInvariant();
            if (kind is not (".md" or ".html")) throw new UsageException($"--out {target}: expected a file that ends in .md or .html.");
            bool isModel = Path.GetExtension(file).Equals(".safetensors", StringComparison.OrdinalIgnoreCase);
            string[] judged = parsed.GetValue(evaluations) ?? [];
            if (!isModel && judged.Length > 0) throw new UsageException("--evaluation goes with a detector, not with a file of flows.");
            OutputPlace.RequireApart("--out", [target], [file, .. judged]);
            CardText card = isModel
                ? ModelCard.Of(Path.GetFileName(file), Machine.Sha256(Existing(file))!, DetectorBundle.Load(file), [.. judged.Select(Read)])
                : DataCard.Of(FlowFiles.Load(file, SchemaChoice.Of(parsed.GetValue(schema))));
            AtomicFile.WriteText(target, kind == ".md" ? card.ToString()
                : card.ToHtml($"{(isModel ? "Model card" : "Data card")}: {Path.GetFileName(file)}"));
            Console.WriteLine(Workspace.Shorten(target));
            return ExitCode.Ok;
        });
        return command;
    }

    private static EvaluationFile Read(string file) => EvaluationFile.Read(RegularFile.Text(Existing(file)));

    private static string Existing(string file) => File.Exists(file) ? file : throw new AnomalyException($"{file}: no such file.");
}
