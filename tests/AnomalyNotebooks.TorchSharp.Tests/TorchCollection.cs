using System.Runtime.InteropServices;

namespace AnomalyNotebooks.Tests;

/// <summary>Tests of TorchSharp run one after another: its number of threads and the memory of the process are everyone's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection
{
    public const string Name = "torch";

    /// <summary>Loads TorchSharp, or skips a test on a system that TorchSharp-cpu has no libraries for.</summary>
    public static void Load()
    {
        bool isServed = RuntimeInformation.RuntimeIdentifier is var rid
            && (rid.EndsWith("-x64", StringComparison.Ordinal) ? !rid.StartsWith("osx", StringComparison.Ordinal)
                && !rid.Contains("musl", StringComparison.Ordinal) : rid is "osx-arm64" or "win-arm64");
        Assert.SkipUnless(isServed, $"TorchSharp-cpu has no native libraries for {rid}.");
        TorchLibrary.Load();
    }
}
