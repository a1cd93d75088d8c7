using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>Hashes of what equal seeds must give on every machine, whatever its instructions and number of threads. All of it on the
/// bundled synthetic sample.</summary>
internal static class ReferenceBits
{
    private const ulong Seed = 42;
    private const int FlowsForAll = 2_000;

    /// <summary>The reference network, trained for two epochs: its weights, and its scores of the sample.</summary>
    /// <param name="threads">Threads to use; 0 takes what the work is worth.</param>
    public static IEnumerable<(string Name, string Sha256)> OfNetwork(int threads)
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled);
        int[] normals = flows.NormalRows();
        SeededRandom.Fork(Seed, stream: 0).Shuffle<int>(normals);
        // Seven normals in ten, nine in ten of these to train: the hashes are older than the workbook's splits, and stay.
        int others = normals.Length - (int)Math.Round(normals.Length * 0.3, MidpointRounding.AwayFromZero);
        int held = (int)Math.Round(others * 0.1, MidpointRounding.AwayFromZero);
        int[] train = normals[..(others - held)], validation = normals[(others - held)..others];
        FittedFeaturePipeline pipeline = FeaturePipeline.Reference.Fit(flows.Take(train));
        FeatureMatrix features = pipeline.Transform(flows);
        AutoencoderOptions options = AutoencoderOptions.Reference with { Epochs = 2, Threads = threads };
        Autoencoder model = Autoencoder.Fit(options, features.Take(train), features.Take(validation), Seed);

        using var weights = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (WeightTensor tensor in model.Weights.Tensors) weights.AppendData(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        yield return ("weights", Convert.ToHexStringLower(weights.GetHashAndReset()));
        yield return ("scores", Hash<double>(model.Score(features)));
    }

    /// <summary>Everything else from flows to statistics, on fewer flows: the flows, features of each pipeline, scores of each detector,
    /// thresholds and curves.</summary>
    public static IEnumerable<(string Name, string Sha256)> OfAllElse()
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, FlowsForAll);
        yield return ("flows", flows.Fingerprint());
        FlowSplit split = FlowSplit.RandomHoldout(flows, Seed);
        yield return ("split", Hash<int>([.. split.Train, .. split.Validation, .. split.Calibration]));

        FlowTable train = flows.Take(split.Train), heldOut = flows.Take(split.Calibration);
        FeaturePipeline[] pipelines =
            [FeaturePipeline.Raw, FeaturePipeline.Reference, FeaturePipeline.Robust, FeaturePipeline.Quantile, FeaturePipeline.Surprise,
                FeaturePipeline.QuantileAndSurprise];
        foreach (FeaturePipeline pipeline in pipelines)
            yield return ($"features, {pipeline.Name}", Hash<float>(pipeline.Fit(train).Transform(flows).Values));

        foreach ((string name, CorrelationMatrix matrix) in new[] { ("Pearson", CorrelationMatrix.Pearson(flows)),
            ("Spearman", CorrelationMatrix.Spearman(flows)) })
            yield return ($"correlation, {name}",
                Hash<double>([.. from row in Enumerable.Range(0, matrix.Names.Count) from column in Enumerable.Range(0,
                matrix.Names.Count) select matrix[row, column]]));

        foreach (IDetector detector in DetectorCatalog.All)
        {
            IFittedDetector fitted = detector.Fit(NormalFlows.Of(train), NormalFlows.Of(heldOut), Seed);
            double[] scores = fitted.Score(flows), normal = fitted.Score(heldOut);
            yield return ($"scores, {detector.Name}", Hash<double>(scores));
            yield return ($"thresholds, {detector.Name}", Hash<double>(
            [
                QuantileThreshold.Fit(normal, 0.05).Value, ParetoTailThreshold.Fit(normal, 0.05, tailShare: 0.3).Value,
                MedianMadThreshold.Fit(normal).Value,
                .. TailCalibration.Fit(normal).Transform(scores),
            ]));
            var roc = RocCurve.FromScores(scores, flows.IsAttack);
            var recall = PrecisionRecallCurve.FromScores(scores, flows.IsAttack);
            KernelDensity density = KernelDensity.Fit(normal);
            yield return ($"statistics, {detector.Name}", Hash<double>(
                [roc.Auroc, recall.AveragePrecision, .. roc.FalsePositiveRates, .. roc.TruePositiveRates, .. recall.Recalls,
                    .. recall.Precisions, .. density.Evaluate(density.Grid())]));
        }
    }

    private static string Hash<T>(ReadOnlySpan<T> values)
        where T : struct => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}
