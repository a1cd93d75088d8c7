using System.Text;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class DetectorBundleTest : IDisposable
{
    private static readonly FlowTable Flows = TestFlows.Make(800, 60);
    private static readonly NormalFlows Normals = NormalFlows.Of(Flows);
    private static readonly DetectorEnsemble Small = new("small", new PcaDetector(), new IsolationForest { Trees = 5 },
        new SwapDiscriminator { TreeSizes = [4], Trees = new GradientBoostedTreesOptions { Rounds = 3, MinRowsPerLeaf = 5 } });

    private static readonly DetectorBundle Bundle = DetectorBundle.Fit(Small, Normals, seed: 3, falsePositiveRate: 0.05);

    private readonly string folder = Directory.CreateTempSubdirectory("bundles").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Three_lines_fit_a_detector_and_score_with_it()
    {
        Bundle.Save(File("model.safetensors"));
        bool[] alarms = DetectorBundle.Load(File("model.safetensors")).AreAlarms(Flows);

        Assert.True(alarms[800..].Count(alarm => alarm) > 40, "attacks are found");
        Assert.InRange(alarms[..800].Count(alarm => alarm) / 800.0, 0.005, 0.12);
        Assert.Equal("small", Bundle.Name);
    }

    [Fact]
    public void A_tail_probability_is_the_share_of_held_out_normals_that_score_as_high()
    {
        Assert.Equal(1, Bundle.TailProbability(double.NegativeInfinity));
        Assert.Equal(0.05, Bundle.TailProbability(Bundle.Threshold.Value), 0.02);
        Assert.InRange(Bundle.TailProbability(1e9), 0, 1 / 100.0);
    }

    [Fact]
    public void Too_few_flows_for_the_rate_are_refused_before_the_fit() =>
        Assert.Contains("999", Assert.Throws<AnomalyException>(() => DetectorBundle.Fit(Small, Normals, falsePositiveRate: 0.001)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_threshold_is_renewed_without_another_fit()
    {
        NormalFlows later = NormalFlows.Of(TestFlows.With(TestFlows.Make(400, 0, seed: 9), "sloss", 2));
        DetectorBundle renewed = Bundle.Recalibrated(later);
        Assert.Same(Bundle.Detector, renewed.Detector);
        Assert.True(renewed.AreAlarms(later.Table).Count(alarm => alarm) <= 0.05 * 401);
        Assert.NotEqual(Bundle.Threshold.Value, renewed.Threshold.Value);
    }

    [Fact]
    public void A_detector_of_somebody_elses_is_not_saved()
    {
        DetectorBundle foreign = Bundle with { Detector = ScriptedDetector.Column("sbytes") };
        Assert.Contains("cannot be saved", Assert.Throws<AnomalyException>(() => foreign.Save(File("x"))).Message,
            StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File("x")));
    }

    [Fact]
    public void Cut_short_foreign_and_empty_files_are_refused_in_words()
    {
        Bundle.Save(File("good"));
        byte[] good = System.IO.File.ReadAllBytes(File("good"));
        int[] lengths = [0, 1, 7, 8, 9, 20, 100, good.Length / 2, good.Length - 1];
        foreach (int length in lengths) AssertRefused(good[..length]);
        AssertRefused(Encoding.UTF8.GetBytes("id,dur,proto\n1,2,tcp\n"));
        Assert.Contains("Other",
            AssertRefused(SafeTensorsFile.Write([new("format", "AnomalyNotebooks.Other"), new("format_version", "2")], [])),
            StringComparison.Ordinal);
        Assert.Contains("There is no model bundle", Assert.Throws<AnomalyException>(() => DetectorBundle.Load(File("none"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        Bundle.Save(File("good"));
        byte[] good = System.IO.File.ReadAllBytes(File("good"));
        var random = new SeededRandom(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] bad = [.. good];
            bad[random.Next(i < 150 ? 2000 : bad.Length)] ^= (byte)(1 << random.Next(8));
            AssertRefused(bad);
        }
    }

    [Fact]
    public void A_file_changed_and_sealed_again_is_refused_or_scores_finite_numbers_and_never_hangs()
    {
        Bundle.Save(File("good"));
        (IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors) =
            SafeTensorsFile.Read(System.IO.File.ReadAllBytes(File("good")));
        var random = new SeededRandom(2);
        FlowTable few = Flows.Take([0, 1, 820]);
        string[] texts = ["", "x", "-1", "1e999", "NaN", "[]", "{}", "[\"a\",\"a\"]", "99999999999999999999", "\ud800"];
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            List<KeyValuePair<string, string>> changed = [.. metadata.Where(entry => entry.Key != "sha256")];
            List<SafeTensor> parts = [.. tensors];
            if (i % 2 == 0)
            {
                int which = random.Next(changed.Count);
                changed[which] = new(changed[which].Key, texts[random.Next(texts.Length)]);
            }
            else
            {
                int which = random.Next(parts.Count);
                byte[] data = [.. parts[which].Data];
                for (int n = 0; n < 3 && data.Length > 0; n++) data[random.Next(data.Length)] = (byte)random.Next(256);
                parts[which] = random.Next(4) == 0 ? new SafeTensor(parts[which].Name, "U8", [0], []) : parts[which] with { Data = data };
            }

            System.IO.File.WriteAllBytes(File("resealed"), SafeTensorsFile.Write(changed, parts));
            try
            {
                DetectorBundle loaded = DetectorBundle.Load(File("resealed"));
                loaded.Score(few);
                loaded.Explain(few.Take([2]));
            }
            catch (AnomalyException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 400);
    }

    private string AssertRefused(byte[] file)
    {
        System.IO.File.WriteAllBytes(File("broken"), file);
        string message = Assert.Throws<AnomalyException>(() => DetectorBundle.Load(File("broken"))).Message;
        Assert.Contains(File("broken"), message, StringComparison.Ordinal);
        return message;
    }

    private string File(string name) => Path.Combine(folder, name);
}
