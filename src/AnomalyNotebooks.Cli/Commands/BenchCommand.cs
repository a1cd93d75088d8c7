using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AnomalyNotebooks.Cli.Bench;
using AnomalyNotebooks.Cli.Evaluating;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly bench</c>: our speed beside that of PyTorch, pandas and their kin, measured in turns on this machine.</summary>
internal static class BenchCommand
{
    private const string PeersFolder = "tests/AnomalyNotebooks.Benchmarks/peers",
        PeakMemoryName = "peak memory of loading, training and scoring";

    private const int MostStreamed = 1_000_000;

    public static Command Create()
    {
        var json = new Option<string?>("--json") { Description =
            "Also write the rows to this file: {provenance, peers, rows: [{name, unit, ours, peer, ratio, flows}]}.", HelpName = "FILE" };
        var rounds = new Option<int>("--rounds") { Description = "Turns that each side gets; the best one counts.",
            DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "Length of a turn in training.", DefaultValueFactory = _ => 1 };
        var growth = new Option<int>("--growth") { Description =
            "Flows of the largest case of growth; 10000000 takes 5 GB. Streams and detectors go up to a million.", HelpName = "FLOWS",
            DefaultValueFactory = _ => 10_000_000 };
        var detectorRows = new Option<int>("--rows") { Description = "Normal flows that detectors and their peers are fitted on.",
            HelpName = "FLOWS", DefaultValueFactory = _ => 20_000 };
        var only = new Option<string>("--only") { Description =
            "Measure only the rows whose name contains this text, such as 'training', 'beside ML.NET', 'streaming' or 'growth'.",
            HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var command = new Command("bench",
            "Measure training, scoring, detectors, streams and growth; beside PyTorch, pandas, scikit-learn and SciPy, where Python has "
            + "them, and beside TorchSharp, ML.NET and LightGBM, whose packages the first such row restores.")
        {
            json, rounds, seconds, growth, detectorRows, only,
        };
        command.SetAction(parsed =>
        {
            string peers = Path.Combine(Workspace.FindRoot(Environment.CurrentDirectory) ?? Workspace.FindRoot(AppContext.BaseDirectory)
                ?? "", PeersFolder);
            using Peer torch = Of("torch_peer.py"), pandas = Of("pandas_peer.py"), sklearn = Of("detectors_peer.py"), dotnet = Of("dotnet");
            List<BenchResult> results = Run(torch, pandas, sklearn, dotnet, parsed.GetValue(rounds), parsed.GetValue(seconds),
                parsed.GetValue(growth), parsed.GetValue(detectorRows), parsed.GetValue(only)!);
            string[] versions = [.. new[] { torch, pandas, sklearn, dotnet }.Select(peer => peer.Versions).OfType<string>()];
            Write(Terminal.Output, results);
            if (parsed.GetValue(json) is { } file) AtomicFile.WriteText(file, Json(results, versions));
            return ExitCode.Ok;

            Peer Of(string peer) => new(Path.Combine(peers, peer));
        });
        return command;
    }

    private static List<BenchResult> Run(Peer torch, Peer pandas, Peer sklearn, Peer dotnet, int rounds, double seconds, int growth,
        int detectorRows, string only)
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Processor()}, {Environment.ProcessorCount} threads, "
            + $"{RuntimeInformation.FrameworkDescription}");
        var results = new List<BenchResult>();
        if (Wanted(PeakMemoryName)) results.Add(PeakMemory()); // first: later cases hold more

        string csv = FlowSource.Find().Count > 0 ? FlowSource.Find()[0].Path
            : Path.Combine(Directory.CreateTempSubdirectory("anomaly-bench-").FullName, "flows.csv");
        if (FlowSource.Find().Count == 0) FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 82_332), csv);
        FlowTable flows = FlowSource.Load(csv);
        using var detectors = new DetectorCases(sklearn, dotnet, flows, detectorRows);
        using var streams = new StreamCases(Math.Min(growth, MostStreamed));
        Measure(new NetworkCases(torch, seconds).All().Concat(new PathCases(pandas, csv).All()), rounds);
        results.AddRange(PeakFraction(results));
        Measure(new NetworkCases(dotnet, seconds, ", beside TorchSharp").All().Concat(detectors.All()), rounds);
        Measure(new MemoryCases(flows).All().Concat(streams.All()), rounds);
        Measure(new GrowthCases().All(growth).Concat(new DetectorGrowthCases(Math.Min(growth, MostStreamed)).All()), 1);
        return results;

        bool Wanted(string name) => name.Contains(only, StringComparison.OrdinalIgnoreCase);

        void Measure(IEnumerable<BenchCase> cases, int turns)
        {
            foreach (BenchCase row in cases.Where(row => Wanted(row.Name)))
            {
                if (BenchResult.Measure(row, turns) is not { } result)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {row.Name}, {row.Flows:N0} flows: left out, since "
                        + $"it would take more than {DetectorGrowthCases.MostSeconds} s"));
                    continue;
                }

                results.Add(result);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {result.Title}: {result.Ours:G4} "
                    + $"{result.Unit}{(result.Ratio is { } ratio ? $", {ratio:G4} times the peer's speed" : "")}"));
            }
        }
    }

    private static BenchResult PeakMemory()
    {
        FlowTable flows = FlowSource.Load();
        FlowSplit split = FlowSplit.RandomHoldout(flows, 42);
        FeatureMatrix features = FeaturePipeline.Reference.Fit(flows.Take(split.Train)).Transform(flows);
        long start = Stopwatch.GetTimestamp();
        Autoencoder model = Autoencoder.Fit(AutoencoderOptions.Reference, features.Take(split.Train), features.Take(split.Validation), 42);
        double training = Stopwatch.GetElapsedTime(start).TotalSeconds;
        model.Score(features);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{flows.Origin.Title}: the reference's 30 epochs took "
            + $"{training:F2} s, the first {model.History[0].Seconds * 1000:F0} ms, the fastest "
            + $"{model.History.Min(epoch => epoch.Seconds) * 1000:F1} ms"));
        return new BenchResult(PeakMemoryName, "MB", self.PeakWorkingSet64 / 1e6);
    }

    private static IEnumerable<BenchResult> PeakFraction(List<BenchResult> results)
    {
        BenchResult[] trainings = [.. results.Where(result => result.Name.StartsWith("training, wide", StringComparison.Ordinal))];
        if (trainings.Length == 0) yield break;
        double peak = MachinePeak.Measure();
        yield return new BenchResult("multiply-add peak of one thread", "GFLOP/s", peak / 1e9);
        foreach (BenchResult result in trainings)
        {
            double operations = result.Ours * NetworkCases.TrainingOperations(AutoencoderOptions.Wide, 196);
            yield return new BenchResult($"{result.Name}: share of all threads' peak", "%",
                100 * operations / peak / Environment.ProcessorCount);
        }
    }

    private static void Write(IAnsiConsole console, List<BenchResult> results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("case").AddColumn("unit");
        foreach (string title in (string[])["ours", "peer", "ratio", "goal"])
            table.AddColumn(new Spectre.Console.TableColumn(title).RightAligned());
        foreach (BenchResult result in results)
            table.AddRow(new Text(result.Title), new Text(result.Unit), Number(result.Ours), Number(result.Peer), Number(result.Ratio),
                Number(result.Goal));
        console.Write(table);
        console.WriteLine("Best of the turns of each side, in ns/flow the mean over a million flows or more; a ratio above 1 means that "
            + "ours is faster.");

        static Text Number(double? value) =>
            new(value is not { } number ? "" : number.ToString(Math.Abs(number) >= 1000 ? "N0" : "G4", CultureInfo.InvariantCulture));
    }

    private static string Json(List<BenchResult> results, string[] peers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("provenance");
            RunStamp.Now().ToJson().WriteTo(json);
            json.WriteStartArray("peers");
            foreach (string peer in peers) json.WriteStringValue(peer);
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (BenchResult result in results)
            {
                json.WriteStartObject();
                json.WriteString("name", result.Name);
                json.WriteString("unit", result.Unit);
                json.WriteNumber("ours", result.Ours);
                Optional("peer", result.Peer);
                Optional("ratio", result.Ratio);
                if (result.Flows is { } flows) json.WriteNumber("flows", flows);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();

            void Optional(string name, double? value)
            {
                if (value is { } number) json.WriteNumber(name, number);
                else json.WriteNull(name);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        string? model = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line =>
            line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
