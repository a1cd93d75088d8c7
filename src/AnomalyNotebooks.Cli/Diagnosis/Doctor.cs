using System.Reflection;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Diagnosis;

/// <summary>Looks at everything that the repository pins or profits from.</summary>
internal static class Doctor
{
    /// <summary>All findings, what is needed first.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="data">The data path given on the command line; null where none was.</param>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(string root, string? data) =>
    [
        Sdk(Pinned(root, "global.json")?["sdk"]?["version"]?.GetValue<string>(), await Machine.SdkVersionAsync()),
        Library(root),
        Notebooks(root),
        Data(data),
        Plotly(PlotlyJs.Find()),
        BrowserOnPath(),
        .. Tools(root),
    ];

    /// <summary>The SDK: the pinned version or a later one of the same major and minor version.</summary>
    public static Finding Sdk(string? pinned, string? found)
    {
        const string how = "Install it from https://dotnet.microsoft.com/download";
        if (found is null) return new Finding(Health.Missing, "SDK", "dotnet could not be asked for its version",
            $"{how} (global.json pins {pinned}).");
        bool fits = pinned is null || (Version.TryParse(found.Split('-')[0], out Version? have)
            && Version.TryParse(pinned, out Version? want)
            && have.Major == want.Major && have.Minor == want.Minor && have.Build >= want.Build);
        return fits
            ? new Finding(Health.Good, "SDK", $"{found} (pinned: {pinned} or later)")
            : new Finding(Health.Missing, "SDK", $"{found}, but global.json pins {pinned}", $"{how}.");
    }

    private static Finding Library(string root)
    {
        string path = Path.Combine(root, "artifacts", "lib", "AnomalyNotebooks.dll");
        const string how = "Build it: dotnet build AnomalyNotebooks.sln";
        if (!File.Exists(path)) return new Finding(Health.Missing, "library",
            "artifacts/lib/AnomalyNotebooks.dll is not built, and notebooks load it from there", how);
        DateTime built = File.GetLastWriteTimeUtc(path);
        string? newer = Directory.EnumerateFiles(Path.Combine(root, "src", "AnomalyNotebooks"), "*.cs", SearchOption.AllDirectories)
            .FirstOrDefault(source => !source.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                StringComparison.Ordinal) && File.GetLastWriteTimeUtc(source) > built);
        string version = AssemblyName.GetAssemblyName(path).Version!.ToString(3);
        return newer is null
            ? new Finding(Health.Good, "library", $"{version} in artifacts/lib")
            : new Finding(Health.Optional, "library", $"{version} in artifacts/lib is older than {Path.GetRelativePath(root, newer)}", how);
    }

    private static Finding Notebooks(string root)
    {
        string folder = Path.Combine(root, "notebooks");
        IReadOnlyList<string> paths = Directory.Exists(folder) ? NotebookFinder.AllIn(folder) : [];
        string[] unclean = [.. paths.Where(path => NotebookCleaner.Problems(Notebook.Load(path), RegularFile.Text(path)).Any())
            .Select(path => Path.GetFileNameWithoutExtension(path))];
        return unclean.Length == 0
            ? new Finding(Health.Good, "notebooks", $"{paths.Count}, all clean, their outputs made by their code")
            : new Finding(Health.Optional, "notebooks",
                $"{unclean.Length} of {paths.Count} not fit to be committed: {string.Join(", ", unclean)}",
                "See what keeps them: anomaly clean --check");
    }

    private static Finding Data(string? path)
    {
        DataInUse data;
        try
        {
            data = DataInUse.Find(path);
        }
        catch (AnomalyException error)
        {
            return new Finding(Health.Missing, "data", error.Message, FlowSource.HowToGetTheData);
        }

        if (data.File is null)
            return new Finding(Health.Optional, "data", "the real flows are not here: everything runs on the synthetic sample",
                FlowSource.HowToGetTheData);
        return data.Sha256 == FlowPartitions.OfficialTestingSha256
            ? new Finding(Health.Good, "data", $"{data.File}, the known file of 82,332 flows")
            : new Finding(Health.Optional, "data", $"{data.File} is not, byte for byte, the file that the committed results come from",
                "See what it holds: anomaly data info");
    }

    private static Finding Plotly(PlotlyJs plotly) => plotly.IsLocal
        ? new Finding(Health.Good, "plotly.js", plotly.Description)
        : new Finding(Health.Optional, "plotly.js", plotly.Description,
            "Install Node.js with npm and build again: the report then works without a network.");

    private static Finding BrowserOnPath() => Browser.Find() is { } browser
        ? new Finding(Health.Good, "browser", browser.Program)
        : new Finding(Health.Optional, "browser", "none found: no pictures of figures, and tests of pages are skipped",
            $"Install Chromium, Chrome or Edge, or name one in {Browser.Variable}.");

    /// <summary>The tools that notebooks users and contributors want, from the manifest of the repository.</summary>
    private static IEnumerable<Finding> Tools(string root)
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach ((string name, JsonNode? tool) in Pinned(root, ".config/dotnet-tools.json")?["tools"] as JsonObject ?? [])
        {
            string version = tool!["version"]!.GetValue<string>();
            yield return Directory.Exists(Path.Combine(packages, name, version))
                ? new Finding(Health.Good, name, version)
                : new Finding(Health.Optional, name, $"{version} is not restored; running and testing do not need it",
                    "Get it: dotnet tool restore");
        }
    }

    private static JsonNode? Pinned(string root, string file) =>
        File.Exists(Path.Combine(root, file)) ? JsonNode.Parse(RegularFile.Text(Path.Combine(root, file))) : null;
}
