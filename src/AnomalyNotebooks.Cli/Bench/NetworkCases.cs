using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>Training and scoring against PyTorch: the same layers, batches and numbers of rows, random data.</summary>
internal sealed class NetworkCases(Peer torch, double seconds, string beside = "")
{
    private const int TrainRows = 25_900, ScoreRows = 82_332, ReferenceInputs = 44, WideInputs = 196;

    private readonly Dictionary<string, int> fasterThreads = [];

    public IEnumerable<BenchCase> All()
    {
        AutoencoderOptions reference = AutoencoderOptions.Reference, wide = AutoencoderOptions.Wide with { Shuffle = false };
        yield return Training("reference", reference, ReferenceInputs, 12, 250);
        yield return Training("reference", reference, ReferenceInputs, 256, 20);
        yield return Training("reference", reference, ReferenceInputs, 4096, 15);
        yield return Training("wide", wide, WideInputs, 256, 1);
        yield return Training("wide", wide, WideInputs, 4096, 1);
        yield return Scoring("reference", reference, ReferenceInputs, 10);
        yield return Scoring("wide", wide, WideInputs, 1);
        if (beside.Length == 0) yield return ScoringOneByOne(reference, 100);
    }

    /// <summary>Multiply-adds of a training step per row, twice that in floating-point operations: forward, both gradients.</summary>
    public static double TrainingOperations(AutoencoderOptions options, int inputs)
    {
        IReadOnlyList<int> sizes = options.LayerSizes(inputs);
        double operations = 0;
        for (int l = 0; l < sizes.Count - 1; l++) operations += 2.0 * sizes[l] * sizes[l + 1] * (l == 0 ? 2 : 3);
        return operations;
    }

    private BenchCase Training(string network, AutoencoderOptions options, int inputs, int batch, double goal) => new(
        $"training, {network} network, batch {batch}{beside}", "rows/s", true, goal,
        () => Train(options with { BatchSize = batch }, inputs),
        Theirs(new JsonObject { ["do"] = "train", ["sizes"] = Sizes(options, inputs), ["batch"] = batch, ["rows"] = TrainRows,
            ["seconds"] = seconds }));

    private BenchCase Scoring(string network, AutoencoderOptions options, int inputs, double goal)
    {
        var model = new Lazy<Autoencoder>(() => Fit(options with { Epochs = 1 }, inputs, 2000));
        FeatureMatrix? flows = null;
        return new BenchCase($"scoring {ScoreRows:N0} flows in one call, {network} network{beside}", "rows/s", true, goal,
            () => ScoreRows / Best(5, () => model.Value.Score(flows ??= Random(ScoreRows, inputs))),
            Theirs(new JsonObject { ["do"] = "score", ["sizes"] = Sizes(options, inputs), ["rows"] = ScoreRows }));
    }

    private BenchCase ScoringOneByOne(AutoencoderOptions options, double goal)
    {
        const int Rows = 20_000;
        var model = new Lazy<Autoencoder>(() => Fit(options with { Epochs = 1 }, ReferenceInputs, 2000));
        FeatureMatrix flows = Random(Rows, ReferenceInputs);
        return new BenchCase("scoring flow by flow, reference network", "rows/s", true, goal,
            () => Rows / Best(5, () =>
            {
                for (int r = 0; r < Rows; r++) model.Value.Score(flows.Row(r));
            }),
            Theirs(new JsonObject { ["do"] = "score_one_by_one", ["sizes"] = Sizes(options, ReferenceInputs), ["rows"] = 2000 }));
    }

    // As many epochs as take about as long as the peer's turn; the first warms up, as the peer does before its clock starts.
    private double Train(AutoencoderOptions options, int inputs)
    {
        double each = Fit(options with { Epochs = 2 }, inputs, TrainRows).History[1].Seconds;
        int epochs = Math.Clamp((int)(seconds / each), 3, 1000);
        return TrainRows * (epochs - 1) / Fit(options with { Epochs = epochs, PlateauPatience = null }, inputs, TrainRows).History.Skip(1)
            .Sum(epoch => epoch.Seconds);
    }

    private static Autoencoder Fit(AutoencoderOptions options, int inputs, int rows)
    {
        FeatureMatrix train = Random(rows, inputs);
        return Autoencoder.Fit(options, train, train.Take([0, 1]), seed: 1);
    }

    // PyTorch at whichever of 1 and 2 threads is faster for it, found out at its first turn.
    private Func<double?> Theirs(JsonObject request) => () =>
    {
        string key = request.ToJsonString();
        if (fasterThreads.TryGetValue(key, out int threads)) return Ask(threads);
        if (Ask(1) is not { } one) return null;
        double? two = Environment.ProcessorCount > 1 ? Ask(2) : null;
        fasterThreads[key] = two > one ? 2 : 1;
        return two > one ? two : one;

        double? Ask(int count)
        {
            JsonObject counted = JsonNode.Parse(key)!.AsObject();
            counted["threads"] = count;
            return torch.Ask(counted);
        }
    };

    private static JsonArray Sizes(AutoencoderOptions options, int inputs) =>
        [inputs, .. options.HiddenSizes.Select(size => (JsonNode)size), options.CodeSize];

    private static FeatureMatrix Random(int rows, int columns)
    {
        var random = new SeededRandom(1);
        var values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle();
        return new FeatureMatrix(values, rows, [.. Enumerable.Range(0, columns).Select(c => $"f{c}")]);
    }

    internal static double Best(int times, Action action)
    {
        action();
        double best = double.PositiveInfinity;
        for (int i = 0; i < times; i++) best = Math.Min(best, Seconds(action));
        return best;
    }

    internal static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
