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

    public static Command Create()
    {
        var json = new Option<string?>("--json") { Description =
            "Also write the rows to this file: {provenance, rows: [{name, unit, ours, peer, ratio}]}.", HelpName = "FILE" };
        var rounds = new Option<int>("--rounds") { Description = "Turns that each side gets; the best one counts.",
            DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "Length of a turn in training.", DefaultValueFactory = _ => 1 };
        var growth = new Option<int>("--growth") { Description =
            "Rows of the largest case of growth; 10000000 takes a minute or so and 5 GB.", HelpName = "ROWS", DefaultValueFactory = _ =>
            10_000_000 };
        var only = new Option<string>("--only") { Description =
            "Measure only the rows whose name contains this text, such as 'training' or 'flows'.", HelpName = "TEXT",
            DefaultValueFactory = _ => "" };
        var command = new Command("bench",
            "Measure training, scoring, detectors and the rest beside PyTorch, pandas, scikit-learn and SciPy, where Python has them, and "
            + "beside TorchSharp and ML.NET, whose packages the first run restores.")
        {
            json, rounds, seconds, growth, only,
        };
        command.SetAction(parsed =>
        {
            List<BenchResult> results = Run(parsed.GetValue(rounds), parsed.GetValue(seconds), parsed.GetValue(growth),
                parsed.GetValue(only)!);
            Write(Terminal.Output, results);
            if (parsed.GetValue(json) is { } file) AtomicFile.WriteText(file, Json(results));
            return ExitCode.Ok;
        });
        return command;
    }

    private static List<BenchResult> Run(int rounds, double seconds, int growth, string only)
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Processor()}, {Environment.ProcessorCount} threads, "
            + $"{RuntimeInformation.FrameworkDescription}");
        string peers = Path.Combine(Workspace.FindRoot(Environment.CurrentDirectory) ?? Workspace.FindRoot(AppContext.BaseDirectory)
            ?? "", PeersFolder);
        var results = new List<BenchResult>();
        if (Wanted(PeakMemoryName)) results.Add(PeakMemory()); // first: later cases hold more
        using Peer? torch = Start("torch_peer.py"), pandas = Start("pandas_peer.py"), sklearn = Start("detectors_peer.py"),
            dotnet = Start("dotnet");

        string csv = FlowSource.Find().Count > 0 ? FlowSource.Find()[0].Path
            : Path.Combine(Directory.CreateTempSubdirectory("anomaly-bench-").FullName, "flows.csv");
        if (FlowSource.Find().Count == 0) FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 82_332), csv);
        foreach (BenchCase row in new NetworkCases(torch, seconds).All().Concat(new PathCases(pandas, csv).All())) Measure(row, rounds);
        results.AddRange(PeakFraction(results));
        foreach (BenchCase row in new NetworkCases(dotnet, seconds, ", beside TorchSharp").All()) Measure(row, rounds);
        using (var detectors = new DetectorCases(sklearn, dotnet, FlowSource.Load(csv)))
            foreach (BenchCase row in detectors.All()) Measure(row, rounds);
        foreach (BenchCase row in new MemoryCases(FlowSource.Load(csv)).All()) Measure(row, rounds);
        foreach (BenchCase row in new GrowthCases().All(growth)) Measure(row, 1);
        return results;

        bool Wanted(string name) => name.Contains(only, StringComparison.OrdinalIgnoreCase);

        void Measure(BenchCase row, int turns)
        {
            if (!Wanted(row.Name)) return;
            var result = BenchResult.Measure(row, turns);
            results.Add(result);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {result.Name}: {result.Ours:G4} "
                + $"{result.Unit}{(result.Ratio is { } ratio ? $", {ratio:G4} times the peer's speed" : "")}"));
        }

        Peer? Start(string script)
        {
            string path = Path.Combine(peers, script);
            (Peer? peer, string? missing) = script.EndsWith(".py", StringComparison.Ordinal) ? Peer.Start(path) : Peer.StartProject(path);
            Console.WriteLine(peer is null ? $"without {script}: {missing}" : $"peer: {peer.Versions}");
            return peer;
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
        return new BenchResult(PeakMemoryName, "MB", self.PeakWorkingSet64 / 1e6, null, null, null);
    }

    private static IEnumerable<BenchResult> PeakFraction(List<BenchResult> results)
    {
        BenchResult[] trainings = [.. results.Where(result => result.Name.StartsWith("training, wide", StringComparison.Ordinal))];
        if (trainings.Length == 0) yield break;
        double peak = MachinePeak.Measure();
        yield return new BenchResult("multiply-add peak of one thread", "GFLOP/s", peak / 1e9, null, null, null);
        foreach (BenchResult result in trainings)
        {
            double operations = result.Ours * NetworkCases.TrainingOperations(AutoencoderOptions.Wide, 196);
            yield return new BenchResult($"{result.Name}: share of all threads' peak", "%",
                100 * operations / peak / Environment.ProcessorCount, null, null, null);
        }
    }

    private static void Write(IAnsiConsole console, List<BenchResult> results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("case").AddColumn("unit");
        foreach (string title in (string[])["ours", "peer", "ratio", "goal"])
            table.AddColumn(new Spectre.Console.TableColumn(title).RightAligned());
        foreach (BenchResult result in results)
            table.AddRow(new Text(result.Name), new Text(result.Unit), Number(result.Ours), Number(result.Peer), Number(result.Ratio),
                Number(result.Goal));
        console.Write(table);
        console.WriteLine("Best of the turns of each side, in ns/row the mean over a million rows or more; a ratio above 1 means that "
            + "ours is faster.");

        static Text Number(double? value) =>
            new(value is not { } number ? "" : number.ToString(Math.Abs(number) >= 1000 ? "N0" : "G4", CultureInfo.InvariantCulture));
    }

    private static string Json(List<BenchResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("provenance");
            RunStamp.Now().ToJson().WriteTo(json);
            json.WriteStartArray("rows");
            foreach (BenchResult result in results)
            {
                json.WriteStartObject();
                json.WriteString("name", result.Name);
                json.WriteString("unit", result.Unit);
                json.WriteNumber("ours", result.Ours);
                Optional("peer", result.Peer);
                Optional("ratio", result.Ratio);
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
