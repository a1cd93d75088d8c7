using AnomalyNotebooks.Cli.Onnx;
using AnomalyNotebooks.Cli.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AnomalyNotebooks.Cli.Tests.Onnx;

/// <summary>An exported autoencoder, run by ONNX Runtime, gives our scores.</summary>
public sealed class OnnxModelTest : IDisposable
{
    private static readonly FlowTable Flows = FlowSource.Load();
    private static readonly AutoencoderOptions Small = new() { HiddenSizes = [12, 7], CodeSize = 4, Epochs = 2, BatchSize = 64 };

    private static readonly Dictionary<string, AutoencoderDetector> Detectors = new(StringComparer.Ordinal)
    {
        ["reference"] = new() { Pipeline = FeaturePipeline.Reference, Options = Small },
        ["robust, squared"] = new() { Options = Small with { Loss = ReconstructionLoss.MeanSquared, BatchNorm = false } },
        ["robust, Huber, relu"] = new() { Options = Small with { Loss = ReconstructionLoss.Huber, Activation = Activation.Relu } },
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. Detectors.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_scores_are_ours_on_all_flows(string name)
    {
        string bundle = Saved(Detectors[name], NormalFlows.Of(Flows.Take(Flows.NormalRows().AsSpan(..8000))));
        AssertAgrees(bundle, Flows);
    }

    // Texts and numbers that training never saw, and numbers that are missing.
    [Theory]
    [MemberData(nameof(Names))]
    public void Its_scores_are_ours_on_what_training_has_not_seen(string name)
    {
        FlowTable holed = With(Flows.Take(Flows.NormalRows().AsSpan(..4000)), "sload", i => i % 7 == 0 ? double.NaN : 1000 * i);
        string bundle = Saved(Detectors[name], NormalFlows.Of(holed));
        FlowTable odd = With(With(Flows, "sload", i => i % 3 == 0 ? double.NaN : i - 100), "sttl", i => i % 300);
        AssertAgrees(bundle, odd);
    }

    [Fact]
    public void What_cannot_be_expressed_is_refused_by_name()
    {
        NormalFlows normals = NormalFlows.Of(Flows.Take(Flows.NormalRows().AsSpan(..2000)));
        AutoencoderDetector surprises = new() { Pipeline = FeaturePipeline.Surprise, Options = Small };

        Assert.Contains("'surprise'", Assert.Throws<AnomalyException>(() => OnnxModel.Of(Saved(surprises, normals))).Message,
            StringComparison.Ordinal);
        Assert.Contains("'pca'", Assert.Throws<AnomalyException>(() => OnnxModel.Of(Saved(new PcaDetector { Name = "pca" }, normals)))
            .Message, StringComparison.Ordinal);
        Assert.Contains("no model bundle", Assert.Throws<AnomalyException>(() => OnnxModel.Of(folder.File("none"))).Message,
            StringComparison.Ordinal);
    }

    private string Saved(IDetector detector, NormalFlows normals)
    {
        string file = folder.File("detector.safetensors");
        DetectorBundle.Fit(detector, normals, seed: 3).Save(file);
        return file;
    }

    private static void AssertAgrees(string file, FlowTable flows)
    {
        DetectorBundle bundle = DetectorBundle.Load(file);
        double[] ours = bundle.Score(flows);
        (double[] theirs, bool[] alarms) = Run(OnnxModel.Of(file), flows);

        Assert.Equal(ours.Length, theirs.Length);
        for (int i = 0; i < ours.Length; i++)
            Assert.True(Math.Abs(ours[i] - theirs[i]) <= 1e-5 * Math.Max(1, ours[i]), $"flow {i}: ours {ours[i]:R}, theirs {theirs[i]:R}");
        Assert.Equal(Array.ConvertAll(theirs, score => score > bundle.Threshold.Value), alarms);
    }

    private static (double[] Scores, bool[] Alarms) Run(byte[] model, FlowTable flows)
    {
        const int Batch = 5000;
        using var session = new InferenceSession(model);
        var scores = new List<double>();
        var alarms = new List<bool>();
        for (int first = 0; first < flows.Count; first += Batch)
        {
            FlowTable part = flows.Take([.. Enumerable.Range(first, Math.Min(Batch, flows.Count - first))]);
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
                [.. session.InputMetadata.Keys.Select(name => Input(part, name))]);
            scores.AddRange(results.Single(result => result.Name == "score").AsEnumerable<double>());
            alarms.AddRange(results.Single(result => result.Name == "alarm").AsEnumerable<bool>());
        }

        return ([.. scores], [.. alarms]);
    }

    private static NamedOnnxValue Input(FlowTable flows, string column) => flows.TryCategory(column) is { } texts
        ? NamedOnnxValue.CreateFromTensor(column, new DenseTensor<string>(
            (string[])[.. Enumerable.Range(0, flows.Count).Select(i => texts[i])], [flows.Count, 1]))
        : NamedOnnxValue.CreateFromTensor(column, new DenseTensor<double>(flows.Number(column), [flows.Count, 1]));

    private static FlowTable With(FlowTable flows, string column, Func<int, double> value)
    {
        Dictionary<string, double[]> numbers = flows.Schema.NumericFeatures.ToDictionary(name => name, flows.Number);
        numbers[column] = [.. Enumerable.Range(0, flows.Count).Select(value)];
        Dictionary<string, CategoryColumn> texts = flows.Schema.CategoryFeatures.ToDictionary(name => name, flows.Category);
        return new FlowTable(flows.Origin, flows.Count, numbers, texts, flows.AttackCategory, flows.IsAttack);
    }
}
