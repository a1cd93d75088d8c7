using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnomalyNotebooks;

/// <summary>
/// Trains autoencoders with TorchSharp, on the processor or a CUDA device: same options, initial weights, order of rows, progress and
/// result as the managed engine. Chosen by the setting <c>Engine = "torchsharp"</c> of <see cref="AutoencoderOptions"/>
/// after <see cref="Register"/>.
/// </summary>
/// <remarks>The natives are the user's choice: reference TorchSharp-cpu or one of the TorchSharp-cuda packages.</remarks>
public sealed class TorchSharpEngine : IAutoencoderEngine
{
    // ATen does not split element-wise work below this many elements (GRAIN_SIZE in ATen/Parallel.h). On smaller layers further
    // threads only wait for each other: two were measured twenty times slower than one on the reference network.
    private const int ElementsWorthThreads = 32768;

    // L1Loss computed the mean squared error before this version.
    private static readonly Version Oldest = new(0, 102, 8);

    private readonly DeviceType device;

    private TorchSharpEngine(string name, DeviceType device)
    {
        Name = name;
        this.device = device;
    }

    /// <summary>On the processor; its name is <c>torchsharp</c>.</summary>
    public static TorchSharpEngine Cpu { get; } = new("torchsharp", DeviceType.CPU);

    /// <summary>On the first CUDA device; its name is <c>torchsharp-cuda</c>.</summary>
    public static TorchSharpEngine Cuda { get; } = new("torchsharp-cuda", DeviceType.CUDA);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>
    /// Makes both engines known to <see cref="AutoencoderEngines"/> and loads TorchSharp's native libraries. The script that a notebook
    /// imports calls it, and in .NET Interactive the package's extension.
    /// </summary>
    /// <exception cref="AnomalyException">The native libraries are not there, or this system cannot load them.</exception>
    public static void Register()
    {
        TorchLibrary.Load();
        AutoencoderEngines.Register(Cpu);
        AutoencoderEngines.Register(Cuda);
    }

    /// <inheritdoc/>
    /// <exception cref="AnomalyException">TorchSharp is older than 0.102.8, or there is no CUDA device.</exception>
    public (AutoencoderWeights Weights, IReadOnlyList<EpochReport> History) Train(
        AutoencoderOptions options,
        AutoencoderWeights initial,
        FeatureMatrix train,
        FeatureMatrix validation,
        ulong seed,
        IProgress<EpochReport>? progress,
        CancellationToken cancellation)
    {
        RequireSupported(typeof(torch).Assembly.GetName().Version!);
        TorchLibrary.Load();
        if (device == DeviceType.CUDA && !cuda.is_available())
            throw new AnomalyException("TorchSharp finds no CUDA device. Reference a TorchSharp-cuda package and check the driver, or "
                + "use the engine 'torchsharp'.");

        int threadsBefore = get_num_threads();
        set_num_threads(Threads(options, initial.LayerSizes));
        try
        {
            using var training = new TorchTraining(options, initial, train, validation, seed, new Device(device));
            return training.Run(progress, cancellation);
        }
        finally
        {
            set_num_threads(threadsBefore);
        }
    }

    /// <summary>Refuses a TorchSharp whose losses are wrong.</summary>
    internal static void RequireSupported(Version version)
    {
        if (version < Oldest)
            throw new AnomalyException($"TorchSharp {version.ToString(3)} is too old: its L1Loss computes the mean squared error. Use "
                + $"{Oldest} or newer.");
    }

    /// <summary>Threads for the widest layer of a batch: one where more would only wait, else as many as asked for or there are.</summary>
    internal static int Threads(AutoencoderOptions options, IReadOnlyList<int> layerSizes)
    {
        if ((long)options.BatchSize * layerSizes.Max() < ElementsWorthThreads) return 1;
        return options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }
}
