using System.CommandLine;
using System.Globalization;
using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly score</c>: scores flows with a saved detector, batch by batch; works as a filter.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var flows = new Argument<string>("flows") { Description = "A file of flows, or - for standard input.", DefaultValueFactory = _ =>
            "-" };
        Option<string> model = ScoringOptions.Model();
        var output = new Option<string>("--out") { Description =
            "Where to write: a file that ends in .csv or .ndjson, or - for standard output.", HelpName = "file", DefaultValueFactory = _ =>
            "-" };
        var format = new Option<string?>("--format") { Description = "csv or ndjson. Default: by the ending of --out, else csv.",
            HelpName = "format" };
        var explain = new Option<int>("--explain") { Description =
            "Of each alarm name so many columns that made its score, and what was expected there (0 to 10).", HelpName = "k" };
        var rate = new Option<double?>("--rate") { Description =
            "Raise an alarm where so few normal flows score as high. Default: the threshold of the model.", HelpName = "rate" };
        var alarms = new Option<bool>("--alarms-only") { Description = "Write alarms only." };
        var command = new Command("score",
            "Score flows with a saved detector: score, tail probability among normals, alarm, and the reasons.") { flows, model, output,
            format, explain, rate, alarms };
        command.SetAction((parsed, cancellation) =>
        {
            string target = parsed.GetValue(output)!, source = parsed.GetValue(flows)!, saved = parsed.GetValue(model)!;
            bool isJson = IsJson(parsed.GetValue(format), target);
            int reasons = parsed.GetValue(explain);
            if (reasons is < 0 or > 10) throw new UsageException($"--explain is {reasons}: expected 0 to 10.");
            if (parsed.GetValue(rate) is { } asked and not (> 0 and < 1))
                throw new UsageException($"--rate is {asked.ToString(CultureInfo.InvariantCulture)}: expected a number between 0 and 1.");
            if (target != "-" && (IsSame(target, source) || IsSame(target, saved)))
                throw new UsageException($"--out {target}: this would write over what is read.");

            DetectorBundle bundle = DetectorBundle.Load(saved);
            try
            {
                using Stream stream = target == "-" ? Console.OpenStandardOutput()
                    : new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.Read);
                using var buffered = new BufferedStream(stream, 1 << 16);
                (long rows, long raised) = Run(bundle, source, new ScoreWriter(buffered, isJson, Shown(bundle.Schema), reasons),
                    reasons > 0, parsed.GetValue(rate), parsed.GetValue(alarms), cancellation);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} flows scored, {raised:N0} alarms "
                    + $"({(rows == 0 ? 0 : (double)raised / rows):P2})"));
            }
            catch (IOException) when (target == "-")
            {
                // Whoever read the scores has gone away, as head does: there is nobody to tell.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new OutputException($"{Workspace.Shorten(target)} could not be written: {error.Message}", error);
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static (long Rows, long Alarms) Run(
        DetectorBundle bundle, string source, ScoreWriter writer, bool explains, double? rate, bool alarmsOnly,
            CancellationToken cancellation)
    {
        long raised = 0;
        using var progress = new RowProgress("scoring");
        foreach ((FlowTable flows, double share) in FlowReader.Batches(source, bundle.Schema))
        {
            cancellation.ThrowIfCancellationRequested();
            double[] scores = bundle.Score(flows, cancellation);
            double[] probabilities = Array.ConvertAll(scores, bundle.TailProbability);
            bool[] alarms = rate is { } asked ? Array.ConvertAll(probabilities, p => p <= asked) : bundle.Threshold.AreAnomalies(scores);
            int[] rows = [.. Enumerable.Range(0, flows.Count).Where(i => alarms[i])];
            raised += rows.Length;
            FlowExplanation? why = explains && rows.Length > 0 ? bundle.Explain(flows.Take(rows), cancellation) : null;
            writer.Write(new ScoredBatch(progress.Rows + 1, flows, scores, probabilities, alarms, why), alarmsOnly);
            progress.Add(flows.Count, share);
        }

        return (progress.Rows, raised);
    }

    // What says which flow it was.
    private static string[] Shown(FlowSchema schema) =>
        [.. schema.Columns.Where(column => !column.IsFeature).Select(column => column.Name)];

    private static bool IsJson(string? format, string target) => (format ?? Path.GetExtension(target).TrimStart('.'))
        .ToLowerInvariant() switch
    {
        "ndjson" or "jsonl" or "json" => true,
        "csv" or "" => false,
        _ when format is null => false,
        var other => throw new UsageException($"--format {other}: expected csv or ndjson."),
    };

    private static bool IsSame(string one, string other) => other != "-" && Path.GetFullPath(one) == Path.GetFullPath(other);
}
