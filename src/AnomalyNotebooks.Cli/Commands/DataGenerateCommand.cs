using System.CommandLine;
using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly data generate</c>: made-up flows in any number, for trying and measuring; nothing about them is real.</summary>
internal static class DataGenerateCommand
{
    private const int Chunk = 100_000;

    public static Command Create()
    {
        var flows = new Option<long>("--flows") { Description = "How many, drawn 100,000 at a time.", HelpName = "n",
            DefaultValueFactory = _ => SyntheticFlows.DefaultCount };
        var seed = new Option<ulong>("--seed") { Description = "Fixes every draw.", HelpName = "n", DefaultValueFactory = _ =>
            SyntheticFlows.DefaultSeed };
        var output = new Option<string>("--out") { Description = "The CSV file, or - for standard output.", HelpName = "file",
            DefaultValueFactory = _ => "-" };
        var command = new Command("generate", "Write made-up flows as CSV, as many as asked for, in flat memory.") { flows, seed, output };
        command.SetAction((parsed, cancellation) =>
        {
            long count = parsed.GetValue(flows);
            if (count < 1) throw new UsageException($"--flows is {count}: expected 1 or more.");
            string target = parsed.GetValue(output)!;
            if (target != "-") OutputPlace.RequireOurs(target, Mark);
            using ScoreTarget place = ScoreTarget.Open(target, resumes: false);
            try
            {
                Write(place.Stream, count, parsed.GetValue(seed), cancellation);
            }
            catch (Exception error) when (ScoreTarget.IsReaderGone(error))
            {
                // Whoever read the flows has had enough.
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    // What begins a file of these columns.
    private static string Mark => $"id,{FlowSchema.UnswNb15.FeatureNames[0]},";

    // The next flows are drawn while the last ones are written.
    private static void Write(Stream stream, long count, ulong seed, CancellationToken cancellation)
    {
        FlowCsvFile.WriteHeader(stream);
        Task<FlowTable> next = Task.Run(() => Draw(0));
        for (long done = 0; done < count; done += Chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            FlowTable flows = next.GetAwaiter().GetResult();
            long after = done + Chunk;
            if (after < count) next = Task.Run(() => Draw(after));
            FlowCsvFile.WriteRows(flows, done + 1, stream);
        }

        FlowTable Draw(long from) => SyntheticFlows.Generate(FlowProfile.Bundled, (int)Math.Min(Chunk, count - from),
            seed + (ulong)(from / Chunk));
    }
}
