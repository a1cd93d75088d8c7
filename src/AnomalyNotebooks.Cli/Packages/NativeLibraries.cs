using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Packages;

/// <summary>
/// Asks the system's loader whether it can load what packages bring in native code. A library built on a newer Linux asks for
/// versions of the C or C++ library that an older one does not have; NuGet knows nothing of that.
/// </summary>
internal static partial class NativeLibraries
{
    // TorchSharp's own library asks for a version that it does not use; TorchLibrary of AnomalyNotebooks.TorchSharp loads it all the same.
    private const string Mended = "libLibTorchSharp.so";

    /// <summary>Refuses libraries that this system is too old for. Says nothing where there is no <c>ldd</c> to ask.</summary>
    /// <param name="output">The folder of the packages' files.</param>
    /// <param name="assets">NuGet's <c>project.assets.json</c>, which tells whose they are.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="PackageUnavailableException">One asks for a version that the system does not have.</exception>
    public static async Task RequireLoadableAsync(string output, string assets, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (string file in Directory.GetFiles(output, "*.so*").Where(file => Path.GetFileName(file) != Mended)
            .Order(StringComparer.Ordinal))
        {
            if (MissingVersion(await AskAsync(file, cancellation)) is { } version)
                throw new PackageUnavailableException($"package {Owner(Path.GetFileName(file), assets)} is built for a newer system: its "
                    + $"{Path.GetFileName(file)} asks for {version}");
        }
    }

    /// <summary>The first version that <c>ldd</c> says is missing; null where none is.</summary>
    internal static string? MissingVersion(string answer) =>
        VersionNotFound().Match(answer) is { Success: true } missing ? missing.Groups["version"].Value : null;

    private static async Task<string> AskAsync(string file, CancellationToken cancellation)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("ldd", [file]) { UseShellExecute = false, RedirectStandardOutput =
                true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation),
                errors = process.StandardError.ReadToEndAsync(cancellation);
            return await output + await errors;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    private static string Owner(string library, string assets)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(assets));
        foreach (JsonProperty package in json.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target =>
            target.Value.EnumerateObject()))
        {
            if (package.Value.TryGetProperty("native", out JsonElement files) && files.EnumerateObject()
                .Any(file => Path.GetFileName(file.Name) == library))
                return package.Name.Replace('/', ' ');
        }

        return "with " + library;
    }

    [GeneratedRegex("version `(?<version>[^']+)' not found", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNotFound();
}
