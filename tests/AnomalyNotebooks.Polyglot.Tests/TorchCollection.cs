using System.Runtime.InteropServices;

namespace AnomalyNotebooks.Polyglot.Tests;

/// <summary>Tests of TorchSharp run one after another: its number of threads and the memory of the process are everyone's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection
{
    public const string Name = "torch";

    private static readonly string? TooOld = WhySystemIsTooOld();

    /// <summary>
    /// Skips a test on a Linux that is older than the one TorchSharp's native library was built on. That the library is missing, or
    /// fails in another way, is a failure.
    /// </summary>
    public static void SkipWhereTheSystemIsTooOld() => Assert.SkipWhen(TooOld is not null, TooOld ?? "");

    private static string? WhySystemIsTooOld()
    {
        if (!OperatingSystem.IsLinux()) return null;
        string library = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        try
        {
            NativeLibrary.Load("torch_cpu", typeof(TorchSharp.torch).Assembly, null);
            NativeLibrary.Load(library);
            return null;
        }
        catch (DllNotFoundException error)
        {
            string? line = error.Message.Split('\n').FirstOrDefault(text => text.Contains("version `GLIBC", StringComparison.Ordinal));
            return line is null ? null : "TorchSharp's native library is built for a newer system: " + line.Trim();
        }
    }
}
