using System.Text;

namespace AnomalyNotebooks.Tests.Model;

public sealed class ModelBundleTest : IDisposable
{
    private static readonly FeatureMatrix Train = TestFlows.Make(300, 9, 1), Validation = TestFlows.Make(100, 9, 2);
    private static readonly ModelBundle Bundle = new()
    {
        Model = Autoencoder.Fit(
            new AutoencoderOptions { Epochs = 2, HiddenSizes = [6], CodeSize = 2, EarlyStoppingPatience = 9 }, Train, Validation, 3),
        Threshold = 0.1 + 0.2,
        ThresholdDescription = "99 % quantile of held-out normals <&>",
        DataTitle = "made up",
        DataSha256 = "ab12",
        Seed = ulong.MaxValue,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("bundle").FullName;

    private string File(string name = "model.safetensors") => Path.Combine(folder, name);

    [Fact]
    public void Saved_and_loaded_it_scores_to_the_same_bits_and_knows_all_it_knew()
    {
        Bundle.Save(File());
        ModelBundle loaded = ModelBundle.Load(File());
        Assert.Equal(Bundle.Model.Score(Validation), loaded.Model.Score(Validation));
        Assert.Equal(Bundle.Model.Features, loaded.Model.Features);
        Assert.Equal(Bundle.Model.Weights.BatchesTracked, loaded.Model.Weights.BatchesTracked);
        Assert.Equal(Bundle.Model.Options.HiddenSizes, loaded.Model.Options.HiddenSizes);
        Assert.Equal(Bundle.Model.Options, loaded.Model.Options with { HiddenSizes = Bundle.Model.Options.HiddenSizes });
        Assert.Equal(Bundle.Model.History.Select(r => r with { Seconds = 0 }), loaded.Model.History);
        Assert.Equal(
            (Bundle.Threshold, Bundle.ThresholdDescription, Bundle.DataTitle, Bundle.DataSha256, Bundle.Seed, Bundle.LibraryVersion),
            (loaded.Threshold, loaded.ThresholdDescription, loaded.DataTitle, loaded.DataSha256, loaded.Seed, loaded.LibraryVersion));
        foreach (WeightTensor tensor in Bundle.Model.Weights.Tensors) Assert.Equal(tensor.Values, loaded.Model.Weights[tensor.Name].Values);
    }

    public static TheoryData<string> Pipelines => ["reference", "robust", "quantile", "surprise"];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void With_its_preprocessing_it_gives_flows_the_same_scores_bit_for_bit(string name)
    {
        FeaturePipeline pipeline = new[] { FeaturePipeline.Reference, FeaturePipeline.Robust, FeaturePipeline.Quantile,
            FeaturePipeline.Surprise }.Single(preset => preset.Name == name);
        FlowTable train = SyntheticFlows.Generate(FlowProfile.Bundled, 1500, seed: 1),
            others = SyntheticFlows.Generate(FlowProfile.Bundled, 5000, seed: 2);
        (FittedFeaturePipeline fitted, FeatureMatrix features) = pipeline.FitTransform(train.Take(train.NormalRows()));
        // flows of protocols never seen are among them
        Assert.Contains(others.Category("proto").Codes, code => !train.Category("proto").Codes.Contains(code));
        ModelBundle saved = Bundle with {
            Model = Autoencoder.Fit(new AutoencoderOptions { Epochs = 1 }, features, features, 3), Pipeline = fitted, Threshold = 1.5 };
        saved.Save(File());

        ModelBundle loaded = ModelBundle.Load(File());
        Assert.NotSame(saved.Pipeline, loaded.Pipeline);
        Assert.Equal(fitted.Settings, loaded.Pipeline!.Settings);
        double[] scores = saved.Score(others);
        Assert.True(scores.Distinct().Count() > 1000);
        Assert.Equal(scores.Select(BitConverter.DoubleToInt64Bits), loaded.Score(others).Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(scores.Select(score => score > 1.5), loaded.AreAnomalies(others));
    }

    [Fact]
    public void Without_preprocessing_or_threshold_it_says_so()
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, 10);
        Assert.Contains("no preprocessing", Assert.Throws<AnomalyException>(() => Bundle.Score(flows)).Message, StringComparison.Ordinal);
        Assert.Contains("no threshold", Assert.Throws<AnomalyException>(() => (Bundle with { Threshold = null }).AreAnomalies(flows))
            .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_trainings_give_equal_files()
    {
        Bundle.Save(File("a"));
        (Bundle with { Model = Autoencoder.Fit(Bundle.Model.Options, Train, Validation, 3) }).Save(File("b"));
        Assert.Equal(System.IO.File.ReadAllBytes(File("a")), System.IO.File.ReadAllBytes(File("b")));
    }

    [Fact]
    public void Wherever_it_is_cut_short_it_is_refused()
    {
        Bundle.Save(File());
        byte[] whole = System.IO.File.ReadAllBytes(File());
        for (int length = 0; length < whole.Length; length += 61) AssertRefused(whole[..length]);
        AssertRefused(whole[..^1]);
        AssertRefused([.. whole, 0]);
    }

    [Fact]
    public void Whichever_byte_is_changed_it_is_refused()
    {
        Bundle.Save(File());
        byte[] whole = System.IO.File.ReadAllBytes(File());
        for (int at = 0; at < whole.Length; at += at < 200 ? 1 : 37)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x04;
            AssertRefused(changed);
        }
    }

    [Fact]
    public void Files_of_other_programs_are_refused_with_a_clear_message()
    {
        Assert.Contains("no safetensors file", AssertRefused(Encoding.UTF8.GetBytes("id,dur,proto\n1,2,tcp\n")), StringComparison.Ordinal);
        Assert.Contains("no model bundle", AssertRefused(SafeTensorsFile.Write([new("format", "pt")], [])), StringComparison.Ordinal);
        byte[] newer = SafeTensorsFile.Write([new("format", "AnomalyNotebooks.ModelBundle"), new("format_version", "2")], []);
        Assert.Contains("version 2", AssertRefused(newer), StringComparison.Ordinal);
        Assert.Contains("There is no model bundle", Assert.Throws<AnomalyException>(() => ModelBundle.Load(File("none"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_8_bytes_is_refused() =>
        Assert.Contains("cut short", AssertRefused([2, 0, 0, 0, 0, 0, 0, 0]), StringComparison.Ordinal);

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

    [Theory]
    [InlineData("seed", "-1")]
    [InlineData("seed", "forty-two")]
    [InlineData("threshold", "")]
    [InlineData("threshold", "NaN")]
    [InlineData("options", "{}")]
    [InlineData("options", "7")]
    [InlineData("features", "[1]")]
    [InlineData("history", "[{\"epoch\":1e99}]")]
    [InlineData("pipeline", "[]")]
    public void A_text_that_means_nothing_is_refused_though_the_file_is_sealed_again(string key, string text)
    {
        Bundle.Save(File());
        (IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors) = SafeTensorsFile.Read(
            System.IO.File.ReadAllBytes(File()));
        var changed = metadata.Where(pair => pair.Key != "sha256").ToDictionary();
        changed[key] = text;
        Assert.Contains(key, AssertRefused(SafeTensorsFile.Write([.. changed], tensors)), StringComparison.OrdinalIgnoreCase);
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

    [Fact]
    public void An_interrupted_save_leaves_the_old_file()
    {
        Bundle.Save(File());
        byte[] before = System.IO.File.ReadAllBytes(File());
        Directory.CreateDirectory(File() + ".unfinished"); // so that writing fails
        Assert.ThrowsAny<Exception>(() => (Bundle with { Seed = 1 }).Save(File()));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File()));
    }

    [Fact]
    public void PyTorch_finds_its_own_names_in_it()
    {
        Bundle.Save(File());
        (_, IReadOnlyList<SafeTensor> tensors) = SafeTensorsFile.Read(System.IO.File.ReadAllBytes(File()));
        Assert.Equal(
            ["decoder.0.bias", "decoder.0.weight", "decoder.1.bias", "decoder.1.num_batches_tracked", "decoder.1.running_mean",
                "decoder.1.running_var",
                "decoder.1.weight", "decoder.3.bias", "decoder.3.weight", "encoder.0.bias", "encoder.0.weight", "encoder.1.bias",
                    "encoder.1.num_batches_tracked",
                "encoder.1.running_mean", "encoder.1.running_var", "encoder.1.weight", "encoder.3.bias", "encoder.3.weight"],
            tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string AssertRefused(byte[] content)
    {
        System.IO.File.WriteAllBytes(File("broken"), content);
        string message = Assert.Throws<AnomalyException>(() => ModelBundle.Load(File("broken"))).Message;
        Assert.Contains(File("broken"), message, StringComparison.Ordinal);
        return message;
    }
}
