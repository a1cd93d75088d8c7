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
            "Where to write: a file that ends in .csv, .ndjson or .parquet, or - for standard output.", HelpName = "file",
            DefaultValueFactory = _ => "-" };
        var format = new Option<string?>("--format") { Description = "csv, ndjson or parquet. Default: by the ending of --out, else csv.",
            HelpName = "format" };
        var explain = new Option<int>("--explain") { Description =
            "Of each alarm name so many columns that made its score, and what was expected there (0 to 10).", HelpName = "k" };
        var rate = new Option<double?>("--rate") { Description =
            "Raise an alarm where so few normal flows score as high. Default: the threshold of the model.", HelpName = "rate" };
        var alarms = new Option<bool>("--alarms-only") { Description = "Write alarms only." };
        var resume = new Option<bool>("--resume") { Description =
            "Go on where a run that was stopped or killed has left --out; the flows have to come again from the first one on." };
        var first = new Option<long>("--first") { Description =
            "Number of the first flow; where flows are scored in parts, 1 and more than the parts before have.", HelpName = "n",
            DefaultValueFactory = _ => 1 };
        var command = new Command("score",
            "Score flows with a saved detector: score, tail probability among normals, alarm, and the reasons.") { flows, model, output,
            format, explain, rate, alarms, resume, first };
        command.SetAction((parsed, cancellation) =>
        {
            string target = parsed.GetValue(output)!, source = parsed.GetValue(flows)!, saved = parsed.GetValue(model)!;
            string form = Format(parsed.GetValue(format), target);
            int reasons = parsed.GetValue(explain);
            if (reasons is < 0 or > 10) throw new UsageException($"--explain is {reasons}: expected 0 to 10.");
            if (parsed.GetValue(rate) is { } asked and not (> 0 and < 1))
                throw new UsageException($"--rate is {asked.ToString(CultureInfo.InvariantCulture)}: expected a number between 0 and 1.");
            OutputPlace.RequireNotRead("--out", target, source, saved);

            bool resumes = parsed.GetValue(resume);
            if (form == "parquet" && (resumes || target == "-"))
                throw new UsageException("Parquet is written to a file, from its beginning: name one by --out, and leave --resume away.");
            if (resumes && target == "-") throw new UsageException("--resume goes on with a file: name it by --out.");
            if (parsed.GetValue(first) < 1) throw new UsageException($"--first is {parsed.GetValue(first)}: expected 1 or more.");

            DetectorBundle bundle = DetectorBundle.Load(saved);
            try
            {
                using ScoreTarget scores = ScoreTarget.Open(target, resumes);
                using IScoreWriter writer = Writer(form, scores, bundle.Schema, reasons);
                (long rows, long raised, UnseenContexts? unseen) = Run(bundle, source, scores, writer, parsed.GetValue(first),
                    reasons > 0, parsed.GetValue(rate), parsed.GetValue(alarms), cancellation);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} flows scored, {raised:N0} alarms "
                    + $"({(rows == 0 ? 0 : (double)raised / rows):P2})"));
                if (unseen is { HasJumped: true } jumped) Console.Error.WriteLine(ScoringOptions.Warning(jumped));
            }
            catch (Exception error) when (target == "-" && ScoreTarget.IsReaderGone(error))
            {
                // Whoever read the scores has gone away, as head does: there is nobody to tell.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new OutputException($"{(target == "-" ? "Standard output" : Workspace.Shorten(target))} could not be written: "
                    + error.Message, error);
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static (long Rows, long Alarms, UnseenContexts? Unseen) Run(DetectorBundle bundle, string source, ScoreTarget target,
        IScoreWriter writer, long first, bool explains, double? rate, bool alarmsOnly, CancellationToken cancellation)
    {
        long raised = 0, next = first, scored = 0;
        UnseenContexts? unseen = null;
        using var progress = new RowProgress("scoring");
        var missing = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((FlowTable batch, double share) in FlowFiles.Batches(source, bundle.Schema))
        {
            cancellation.ThrowIfCancellationRequested();
            FlowTable flows = batch;
            if (next <= target.Done) // resumed: these are there already
            {
                var there = (int)Math.Min(batch.Count, target.Done + 1 - next);
                if (next + there == target.Done + 1 && !((ScoreWriter)writer).LineOf(Scored(batch.Take([there - 1]), target.Done), 0)
                    .SequenceEqual(target.LastLine))
                    throw new AnomalyException(string.Create(CultureInfo.InvariantCulture, $"--resume: the last line of "
                        + $"{Workspace.Shorten(target.File)}, of flow {target.Done}, is not what is scored now: it was written from other "
                        + $"flows, by another model or with other options."));
                next += there;
                flows = batch.Take([.. Enumerable.Range(there, batch.Count - there)]);
            }

            if (flows.Count > 0)
            {
                foreach ((string column, int count) in flows.MissingValues())
                    missing[column] = missing.GetValueOrDefault(column) + count;
                ScoredBatch judged = Scored(flows, next);
                writer.Write(judged, alarmsOnly);
                raised += judged.Alarms.AsSpan().Count(true);
                next += flows.Count;
                scored += flows.Count;
                if (bundle.Unseen(flows) is { } here)
                    unseen = here with { Unseen = here.Unseen + (unseen?.Unseen ?? 0), Flows = scored };
            }

            progress.Add(batch.Count, share);
        }

        if (next <= target.Done)
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture, $"--resume: {Workspace.Shorten(target.File)} goes up to "
                + $"flow {target.Done}, and the flows end at {next - 1}."));
        progress.Dispose();
        if (missing.Count > 0)
            Console.Error.WriteLine("missing values: " + string.Join(", ", bundle.Schema.FeatureNames.Where(missing.ContainsKey)
                .Select(column => string.Create(CultureInfo.InvariantCulture, $"{SafeText.Plain(column)} {missing[column]:N0}"))));
        return (scored, raised, unseen);

        ScoredBatch Scored(FlowTable flows, long number)
        {
            double[] scores = bundle.Score(flows, cancellation);
            double[] probabilities = Array.ConvertAll(scores, bundle.TailProbability);
            bool[] alarms = rate is { } asked ? Array.ConvertAll(probabilities, p => p <= asked) : bundle.Threshold.AreAnomalies(scores);
            int[] rows = [.. Enumerable.Range(0, flows.Count).Where(i => alarms[i])];
            FlowExplanation? why = explains && rows.Length > 0 ? bundle.Explain(flows.Take(rows), cancellation) : null;
            return new ScoredBatch(number, flows, scores, probabilities, alarms, why);
        }
    }

    // What says which flow it was.
    private static string[] Shown(FlowSchema schema) =>
        [.. schema.Columns.Where(column => !column.IsFeature).Select(column => column.Name)];

    // By --format, else by the ending of --out, else CSV.
    private static string Format(string? format, string target) => (format ?? Path.GetExtension(target).TrimStart('.'))
        .ToLowerInvariant() switch
    {
        "ndjson" or "jsonl" or "json" => "ndjson",
        "parquet" => "parquet",
        "csv" or "" => "csv",
        _ when format is null => "csv",
        var other => throw new UsageException($"--format {other}: expected csv, ndjson or parquet."),
    };

    private static IScoreWriter Writer(string format, ScoreTarget target, FlowSchema schema, int reasons) => format == "parquet"
        ? new ParquetScores(target.Stream, schema, Shown(schema), reasons)
        : new ScoreWriter(target.Stream, format == "ndjson", Shown(schema), reasons, target.IsBegun);
}
