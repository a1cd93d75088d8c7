using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AnomalyNotebooks;

/// <summary>
/// Brings TorchSharp's native libraries into the process. On a Linux whose C++ library is older than the one that TorchSharp's own
/// library was built with (Debian 12, Ubuntu 22.04) the system refuses it, for the sake of one version that nothing in it uses: there
/// a copy that asks for that version weakly is loaded. The package's file stays as it is.
/// </summary>
public static class TorchLibrary
{
    private const string Shim = "libLibTorchSharp.so";

    // The versions of libstdc++ that libtorch itself needs are all older than this; only the shim names a newer one.
    private const string VersionPrefix = "GLIBCXX_";

    private static readonly Lock Gate = new();
    private static bool isLoaded;

    /// <summary>Loads the libraries unless they are; to be called before the first use of TorchSharp. Engine and network of this package
    /// do.</summary>
    /// <exception cref="AnomalyException">They are not there, or this system cannot load them.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (isLoaded) return;
            if (OperatingSystem.IsLinux()) LoadOnLinux();
            isLoaded = true;
        }
    }

    /// <summary>
    /// The file with its need for versions of libstdc++ newer than the system's made weak: the loader then reports them missing only
    /// to those who ask. Null where the file asks for none.
    /// </summary>
    /// <param name="elf">A 64-bit little-endian ELF library.</param>
    /// <param name="isKnown">Whether the system has a version.</param>
    /// <remarks>Elfxx_Verneed and Elfxx_Vernaux: Linux Standard Base, Symbol Versioning, section 10.7.</remarks>
    internal static byte[]? Weakened(byte[] elf, Func<string, bool> isKnown)
    {
        const int SectionOfNeeds = 0x6ffffffe; // SHT_GNU_verneed
        const ushort Weak = 2; // VER_FLG_WEAK
        if (elf.Length < 64 || !elf.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8)) return null;
        byte[] copy = [.. elf];
        long sections = Int64(copy, 40);
        int size = UInt16(copy, 58), count = UInt16(copy, 60);
        bool isChanged = false;
        for (int i = 0; i < count; i++)
        {
            int section = checked((int)(sections + ((long)i * size)));
            if (Int32(copy, section + 4) != SectionOfNeeds) continue;
            int names = checked((int)Int64(copy, checked((int)(sections + ((long)Int32(copy, section + 40) * size))) + 24));
            int need = checked((int)Int64(copy, section + 24));
            for (int next = 1; next != 0; need += next)
            {
                next = Int32(copy, need + 12);
                int version = need + Int32(copy, need + 8);
                for (int step = 1; step != 0; version += step)
                {
                    step = Int32(copy, version + 12);
                    string name = Text(copy, names + Int32(copy, version + 8));
                    if (!name.StartsWith(VersionPrefix, StringComparison.Ordinal) || isKnown(name)) continue;
                    BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(version + 4), Weak);
                    isChanged = true;
                }
            }
        }

        return isChanged ? copy : null;
    }

    private static void LoadOnLinux()
    {
        Assembly torch = typeof(torch).Assembly;
        if (NativeLibrary.TryLoad("LibTorchSharp", torch, null, out _)) return;

        string shim = Find(Shim) ?? throw new AnomalyException(
            "TorchSharp's native libraries are not here. Reference the package TorchSharp-cpu (#r \"nuget: TorchSharp-cpu\") or one of "
                + "the TorchSharp-cuda packages.");
        string folder = Path.GetDirectoryName(Find("libtorch_cpu.so") ?? throw new AnomalyException(
            $"{shim} is here, but not libtorch. Reference the package TorchSharp-cpu (#r \"nuget: TorchSharp-cpu\") or one of the "
                + "TorchSharp-cuda packages."))!;
        foreach (string library in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])
            NativeLibrary.Load(Path.Combine(folder, library));
        if (NativeLibrary.TryLoad(shim, out _)) return;

        HashSet<string> known = VersionsOfTheSystem();
        byte[] weakened = (known.Count == 0 ? null : Weakened(File.ReadAllBytes(shim), known.Contains))
            ?? throw new AnomalyException($"This system cannot load {shim}: {WhyNot(shim)}");
        string copy = Path.GetTempFileName(); // a new file of an unpredictable name, for its owner alone
        try
        {
            File.WriteAllBytes(copy, weakened);
            try
            {
                NativeLibrary.Load(copy); // TorchSharp's own attempt then finds it by the name within it
            }
            catch (DllNotFoundException error)
            {
                throw new AnomalyException($"This system cannot load {shim}: {error.Message}", error);
            }
        }
        finally
        {
            File.Delete(copy); // it stays in memory
        }

        Console.Error.WriteLine("TorchSharp's library was built for a newer C++ library than this system's. It asks for one version that "
            + "it does not use: a copy that does without is loaded.");
    }

    /// <summary>The versions that the C++ library of this process offers, read from the file it was loaded from; empty where that is not
    /// known.</summary>
    private static HashSet<string> VersionsOfTheSystem()
    {
        string? file = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length == 6 && Path.GetFileName(parts[5]).StartsWith("libstdc++.so", StringComparison.Ordinal))
                .Select(parts => parts[5].Trim()).FirstOrDefault();
        if (file is null) return [];
        var versions = new HashSet<string>(StringComparer.Ordinal);
        byte[] bytes = File.ReadAllBytes(file);
        ReadOnlySpan<byte> prefix = "GLIBCXX_"u8;
        for (int at = bytes.AsSpan().IndexOf(prefix); at >= 0;)
        {
            versions.Add(Text(bytes, at));
            int next = bytes.AsSpan(at + 1).IndexOf(prefix);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return versions;
    }

    private static string WhyNot(string library)
    {
        try
        {
            NativeLibrary.Load(library);
            return "";
        }
        catch (DllNotFoundException error)
        {
            return error.Message;
        }
    }

    /// <summary>A native library beside TorchSharp's assembly or the program, where the host says, or in the package folder.</summary>
    private static string? Find(string file)
    {
        string runtime = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "linux-x64" : "linux-arm64";
        var given = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries);
        return Folders(Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "", runtime)
            .Concat(Natives(AppContext.BaseDirectory, runtime)).Concat(given)
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// Where the native libraries can stand, seen from the folder of TorchSharp's assembly: beside it; or in the packages, which .NET
    /// Interactive takes from NuGet's folder (<c>packages/torchsharp/0.107.0/lib/net6.0</c>, <c>packages/libtorch-cpu-linux-x64/2.10.0</c>)
    /// and Verso unpacks anew (<c>TorchSharp/0.107.0</c>, <c>libtorch-cpu-linux-x64/2.10.0/native</c>).
    /// </summary>
    internal static IEnumerable<string> Folders(string beside, string runtime)
    {
        string above = Path.GetFullPath(Path.Combine(beside, "..", ".."));
        IEnumerable<string> packages = new[] { above, Path.GetFullPath(Path.Combine(above, "..", "..")) }.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder, $"libtorch-*{runtime}*", new EnumerationOptions()))
            .SelectMany(Directory.EnumerateDirectories)
            .OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder), out Version? version) ? version : new Version());
        return Natives(beside, runtime).Concat(Natives(above, runtime)).Concat(packages.SelectMany(folder => Natives(folder, runtime)));
    }

    private static string[] Natives(string folder, string runtime) =>
        [folder, Path.Combine(folder, "runtimes", runtime, "native"), Path.Combine(folder, "native")];

    private static int UInt16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static int Int32(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static long Int64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static string Text(byte[] bytes, int at) =>
        System.Text.Encoding.ASCII.GetString(bytes.AsSpan(at, bytes.AsSpan(at).IndexOf((byte)0)));
}
