using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly bits</c>: trains and scores on the bundled sample and prints what must be the same on every machine.</summary>
internal static class BitsCommand
{
    private const ulong Seed = 42;

    public static Command Create()
    {
        var threads = new Option<int>("--threads") { Description = "Threads to use; 0 takes what the work is worth. The hashes do not depend on it." };
        var command = new Command("bits", "Train the reference network for 2 epochs on the bundled synthetic sample, score it, and print the hashes of weights and scores: they are the same on every machine, at every vector width and number of threads.")
        {
            threads,
        };
        command.SetAction(parsed =>
        {
            (string weights, string scores) = Hashes(parsed.GetValue(threads));
            Console.WriteLine($"weights SHA256 {weights}");
            Console.WriteLine($"scores SHA256 {scores}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static (string Weights, string Scores) Hashes(int threads)
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
        double[] scores = model.Score(features);
        return (Convert.ToHexStringLower(weights.GetHashAndReset()), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(scores.AsSpan()))));
    }
}
