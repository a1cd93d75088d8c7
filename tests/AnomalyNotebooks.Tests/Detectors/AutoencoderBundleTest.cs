using System.Text;

namespace AnomalyNotebooks.Tests.Detectors;

/// <summary>A network with its preprocessing in a bundle.</summary>
public sealed class AutoencoderBundleTest : IDisposable
{
    private const string Inside = "detector.model.network.";
    private static readonly FlowTable Train = SyntheticFlows.Generate(FlowProfile.Bundled, 1500, seed: 1),
        Others = SyntheticFlows.Generate(FlowProfile.Bundled, 5000, seed: 2);

    private static readonly AutoencoderOptions Small = new() { Epochs = 2, HiddenSizes = [6], CodeSize = 2, EarlyStoppingPatience = 9 };
    private static readonly DetectorBundle Bundle = Fit(FeaturePipeline.Robust);

    private readonly string folder = Directory.CreateTempSubdirectory("bundle").FullName;

    public static TheoryData<string> Pipelines => ["reference", "robust", "quantile", "surprise"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Loaded_it_knows_the_network_and_its_training_as_before_but_for_the_time()
    {
        Bundle.Save(File("model"));
        DetectorBundle loaded = DetectorBundle.Load(File("model"));
        Autoencoder before = Network(Bundle), after = Network(loaded);
        Assert.Equal(before.Features, after.Features);
        Assert.Equal(before.Options.HiddenSizes, after.Options.HiddenSizes);
        Assert.Equal(before.Options, after.Options with { HiddenSizes = before.Options.HiddenSizes });
        Assert.Equal(before.History.Select(epoch => epoch with { Seconds = 0 }), after.History);
        Assert.True(before.Weights.BatchesTracked > 0);
        Assert.Equal(before.Weights.BatchesTracked, after.Weights.BatchesTracked);
        foreach (WeightTensor tensor in before.Weights.Tensors) Assert.Equal(tensor.Values, after.Weights[tensor.Name].Values);
        Assert.Equal((Bundle.Threshold.Value, Bundle.Threshold.Description, Bundle.DataTitle, Bundle.DataSha256, Bundle.Seed),
            (loaded.Threshold.Value, loaded.Threshold.Description, loaded.DataTitle, loaded.DataSha256, loaded.Seed));
        Assert.Equal(ulong.MaxValue, loaded.Seed);
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void With_its_preprocessing_it_gives_flows_the_same_scores_bit_for_bit(string name)
    {
        // flows of protocols never seen are among them
        Assert.Contains(Others.Category("proto").Codes, code => !Train.Category("proto").Codes.Contains(code));
        DetectorBundle saved = Fit(new[] { FeaturePipeline.Reference, FeaturePipeline.Robust, FeaturePipeline.Quantile,
            FeaturePipeline.Surprise }.Single(preset => preset.Name == name));
        saved.Save(File("model"));

        DetectorBundle loaded = DetectorBundle.Load(File("model"));
        double[] scores = saved.Score(Others);
        Assert.True(scores.Distinct().Count() > 1000);
        Assert.Equal(scores.Select(BitConverter.DoubleToInt64Bits), loaded.Score(Others).Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(scores.Select(score => score > saved.Threshold.Value), loaded.AreAlarms(Others));
    }

    [Fact]
    public void Equal_trainings_give_equal_files()
    {
        Bundle.Save(File("a"));
        Fit(FeaturePipeline.Robust).Save(File("b"));
        Assert.Equal(System.IO.File.ReadAllBytes(File("a")), System.IO.File.ReadAllBytes(File("b")));
    }

    [Fact]
    public void A_model_of_other_features_is_refused()
    {
        FittedFeaturePipeline other = FeaturePipeline.Reference.Fit(Train);
        Assert.Throws<AnomalyException>(() => DetectorBundle.Of(other, Network(Bundle), NormalFlows.Of(Others), seed: 1));
    }

    [Theory]
    [InlineData("seed", "-1")]
    [InlineData("seed", "forty-two")]
    [InlineData("threshold", "")]
    [InlineData("threshold", "NaN")]
    [InlineData(Inside + "options", "{}")]
    [InlineData(Inside + "options", "7")]
    [InlineData(Inside + "options", "null")]
    [InlineData(Inside + "options", "{\"hidden_sizes\":null}")]
    [InlineData(Inside + "features", "[1]")]
    [InlineData(Inside + "features", "[null]")]
    [InlineData(Inside + "history", "[{\"epoch\":1e99}]")]
    [InlineData(Inside + "history", "[{}]")]
    [InlineData("detector.pipeline", "[]")]
    public void A_text_that_means_nothing_is_refused_though_the_file_is_sealed_again(string key, string text)
    {
        Bundle.Save(File("model"));
        (IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors) = SafeTensorsFile.Read(
            System.IO.File.ReadAllBytes(File("model")));
        Assert.Contains(key, metadata.Keys);
        var changed = metadata.Where(pair => pair.Key != "sha256").ToDictionary();
        changed[key] = text;
        AssertRefused(SafeTensorsFile.Write([.. changed], tensors));
    }

    [Fact]
    public void An_interrupted_save_leaves_the_old_file()
    {
        Bundle.Save(File("model"));
        byte[] before = System.IO.File.ReadAllBytes(File("model"));
        Directory.CreateDirectory(File("model") + ".unfinished"); // so that writing fails
        Assert.ThrowsAny<Exception>(() => (Bundle with { Seed = 1 }).Save(File("model")));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File("model")));
    }

    [Fact]
    public void PyTorch_finds_its_own_names_in_it()
    {
        Bundle.Save(File("model"));
        (_, IReadOnlyList<SafeTensor> tensors) = SafeTensorsFile.Read(System.IO.File.ReadAllBytes(File("model")));
        Assert.Equal(
            ["decoder.0.bias", "decoder.0.weight", "decoder.1.bias", "decoder.1.num_batches_tracked", "decoder.1.running_mean",
                "decoder.1.running_var",
                "decoder.1.weight", "decoder.3.bias", "decoder.3.weight", "encoder.0.bias", "encoder.0.weight", "encoder.1.bias",
                "encoder.1.num_batches_tracked",
                "encoder.1.running_mean", "encoder.1.running_var", "encoder.1.weight", "encoder.3.bias", "encoder.3.weight"],
            tensors.Where(tensor => tensor.Name.StartsWith(Inside, StringComparison.Ordinal))
                .Select(tensor => tensor.Name[Inside.Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_of_other_programs_and_newer_versions_are_refused_with_a_clear_message()
    {
        Assert.Contains("no model bundle", AssertRefused(SafeTensorsFile.Write([new("format", "pt")], [])), StringComparison.Ordinal);
        byte[] newer = SafeTensorsFile.Write([new("format", "AnomalyNotebooks.DetectorBundle"), new("format_version", "3")], []);
        Assert.Contains("version 3", AssertRefused(newer), StringComparison.Ordinal);
        Assert.Contains("cut short", AssertRefused([2, 0, 0, 0, 0, 0, 0, 0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2147483647,2147483647,2147483647]", "F32")] // more bytes than a long can count
    [InlineData("[-1]", "F32")]
    [InlineData("[99999999999]", "F32")]
    [InlineData("[1]", "BF16")]
    [InlineData("[2]", "F32")]
    [InlineData("\"x\"", "F32")]
    public void A_tensor_whose_shape_or_type_cannot_be_is_refused(string shape, string type)
    {
        byte[] header = Encoding.UTF8.GetBytes($"{{\"w\":{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":[0,4]}}}}");
        AssertRefused([.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);
    }

    [Fact]
    public void Tensors_come_back_with_their_type_and_shape()
    {
        SafeTensor[] tensors =
        [
            SafeTensor.Of<float>("f", [1.5f, -0f], 2), SafeTensor.Of<double>("d", [double.MaxValue], 1, 1), SafeTensor.Of<int>("i", [-7]),
            SafeTensor.Of<long>("l", [], 0),
        ];
        IReadOnlyList<SafeTensor> read = SafeTensorsFile.Read(SafeTensorsFile.Write([], tensors)).Tensors;
        Assert.Equal(tensors.Select(t => (t.Name, t.Type)), read.Select(t => (t.Name, t.Type)));
        Assert.Equal(tensors.Select(t => t.Shape), read.Select(t => t.Shape));
        Assert.Equal([1.5f, -0f], read[0].Values<float>());
        Assert.Equal([double.MaxValue], read[1].Values<double>());
        Assert.Equal([-7], read[2].Values<int>());
        Assert.Empty(read[3].Values<long>());
        Assert.Contains("expected F64", Assert.Throws<AnomalyException>(() => read[0].Values<double>()).Message, StringComparison.Ordinal);
    }

    private static DetectorBundle Fit(FeaturePipeline pipeline)
    {
        (FittedFeaturePipeline fitted, FeatureMatrix features) = pipeline.FitTransform(Train.Take(Train.NormalRows()));
        return DetectorBundle.Of(fitted, Autoencoder.Fit(Small, features, features, 3), NormalFlows.Of(Others), seed: ulong.MaxValue);
    }

    private static Autoencoder Network(DetectorBundle bundle) =>
        ((FittedAutoencoder)((FittedPipelineDetector)bundle.Detector).Model).Network;

    private string AssertRefused(byte[] content)
    {
        System.IO.File.WriteAllBytes(File("broken"), content);
        string message = Assert.Throws<AnomalyException>(() => DetectorBundle.Load(File("broken"))).Message;
        Assert.Contains(File("broken"), message, StringComparison.Ordinal);
        return message;
    }

    private string File(string name) => Path.Combine(folder, name);
}
