using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The machine and the versions that a run used, for its manifest.</summary>
internal static class Machine
{
    /// <summary>Name of the processor, as the system tells it.</summary>
    public static string Processor
    {
        get
        {
            const string cpuinfo = "/proc/cpuinfo";
            if (!File.Exists(cpuinfo)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
                ?? RuntimeInformation.ProcessArchitecture.ToString();
            string? line = File.ReadLines(cpuinfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }

    /// <summary>Width in bits of the widest vectors in use.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector.IsHardwareAccelerated ? Vector<byte>.Count * 8 : 0;

    /// <summary>The version of the SDK that <c>dotnet</c> uses here; null where it cannot be asked.</summary>
    public static async Task<string?> SdkVersionAsync()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(DotnetHost.Path, "--version") { UseShellExecute = false,
                RedirectStandardOutput = true, RedirectStandardError = true })!;
            string version = (await process.StandardOutput.ReadToEndAsync()).Trim();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Everything as JSON.</summary>
    public static async Task<JsonObject> DescribeAsync() => new()
    {
        ["library"] = typeof(FlowTable).Assembly.GetName().Version?.ToString(3),
        ["librarySha256"] = Sha256(typeof(FlowTable).Assembly.Location),
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["sdk"] = await SdkVersionAsync(),
        ["os"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["processor"] = Processor,
        ["threads"] = Environment.ProcessorCount,
        ["vectorBits"] = VectorBits,
        ["memoryBytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        ["culture"] = CultureInfo.CurrentCulture.Name is { Length: > 0 } culture ? culture : "invariant",
        ["packages"] = Packages(),
    };

    /// <summary>The SHA-256 of a file, lower-case hexadecimal; null where it is not there.</summary>
    public static string? Sha256(string path)
    {
        if (!File.Exists(path)) return null;
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The packages this program was built with, and their versions.</summary>
    private static JsonObject Packages()
    {
        string list = Path.ChangeExtension(typeof(Machine).Assembly.Location, ".deps.json");
        var packages = new JsonObject();
        if (!File.Exists(list) || JsonNode.Parse(File.ReadAllText(list))?["libraries"] is not JsonObject libraries) return packages;
        foreach ((string name, JsonNode? library) in libraries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if ((string?)library?["type"] == "package" && name.Split('/') is [var package, var version]) packages[package] = version;
        return packages;
    }
}
