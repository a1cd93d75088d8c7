using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Packages;

/// <summary>
/// Brings a notebook's packages onto this machine by a real restore of a project that refers to them: NuGet decides the versions, and
/// the build copies all files, native libraries of this platform included, into one folder. A set of packages is restored once.
/// </summary>
/// <param name="folder">Where the projects are kept.</param>
/// <param name="feeds">Folders with packages to look in besides the configured sources; those that do not exist are left out.</param>
internal sealed partial class PackageRestorer(string folder, IReadOnlyList<string> feeds)
{
    private const string ProjectName = "notebook-packages";

    // A notebook names its sources itself, folders among them.
    private const string AnySource = "<configuration><packageSourceMapping><clear /></packageSourceMapping></configuration>\n";

    /// <summary>Restores the packages.</summary>
    /// <exception cref="PackageUnavailableException">One of them cannot be had.</exception>
    public async Task<RestoredPackages> RestoreAsync(PackageDirectives directives, CancellationToken cancellation)
    {
        if (directives.References.Count == 0) return RestoredPackages.None;
        string[] sources = [.. directives.Sources, .. feeds.Where(Directory.Exists)];
        XDocument project = Project(directives.References, sources);
        string home = Path.Combine(folder, Fingerprint(project)), output = Path.Combine(home, "out"), done = Path.Combine(home, "done");
        if (!File.Exists(done) || sources.Any(source => IsNewerThan(source, done)))
        {
            Directory.CreateDirectory(home);
            // Nothing above this folder is meant for the project.
            foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
                await File.WriteAllTextAsync(Path.Combine(home, file), "<Project />\n", cancellation);
            await File.WriteAllTextAsync(Path.Combine(home, "nuget.config"), AnySource, cancellation);
            project.Save(Path.Combine(home, ProjectName + ".csproj"));
            (int exitCode, string log) = await RestoreProjectAsync(home, output, cancellation);
            if (exitCode != 0) throw new PackageUnavailableException(Explain(log, directives.References));
            await File.WriteAllTextAsync(done, "", cancellation);
        }

        string assets = Path.Combine(home, "obj", "project.assets.json");
        await NativeLibraries.RequireLoadableAsync(output, assets, cancellation);
        return RestoredPackages.Read(output, assets);
    }

    /// <summary>What an unsuccessful restore says, in one line for people: which package, and why.</summary>
    internal static string Explain(string log, IReadOnlyList<PackageReference> references)
    {
        Match error = RestoreError().Match(log);
        string wanted = string.Join(", ", references);
        if (log.Contains("error NU1301", StringComparison.Ordinal))
            return $"the packages {wanted} could not be restored: a package source cannot be reached";
        if (!error.Success) return $"the packages {wanted} could not be restored: {FirstError(log)}";
        string id = error.Groups["id"].Value;
        string package = references.FirstOrDefault(reference => reference.Id.Equals(id, StringComparison.OrdinalIgnoreCase))?.ToString()
            ?? $"{id}, which {wanted} needs,";
        return error.Groups["code"].Value switch
        {
            "NU1101" => $"package {package} is not on the configured package sources",
            "NU1102" or "NU1103" => $"package {package} is not on the configured package sources in this version",
            _ => $"package {package} could not be restored ({error.Groups["code"].Value})",
        };
    }

    private static XDocument Project(IReadOnlyList<PackageReference> references, string[] sources) => new(new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", "false"),
            new XElement("UseAppHost", "false"),
            new XElement("CopyLocalLockFileAssemblies", "true"),
            // Packages with native libraries are large: the folder shares the files of the package cache where the file system can.
            new XElement("CreateHardLinksForCopyLocalIfPossible", "true"),
            new XElement("SatelliteResourceLanguages", "en"),
            new XElement("NuGetAudit", "false"),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement(
            "ItemGroup",
            references.Select(reference =>
                new XElement("PackageReference", new XAttribute("Include", reference.Id),
                new XAttribute("Version", reference.Version ?? "*"))))));

    private static string Fingerprint(XDocument project) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.ToString())))[..16];

    // A folder feed in which a package of the same version was packed again.
    private static bool IsNewerThan(string source, string file) =>
        Directory.Exists(source) && Directory.EnumerateFiles(source, "*.nupkg").Any(package =>
            File.GetLastWriteTimeUtc(package) > File.GetLastWriteTimeUtc(file));

    private static async Task<(int ExitCode, string Log)> RestoreProjectAsync(string home, string output, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(DotnetHost.Path) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError =
            true, WorkingDirectory = home };
        foreach (string argument in (string[])["msbuild", ProjectName + ".csproj", "-restore",
            "-target:ResolveReferences;_CopyFilesMarkedCopyLocal", $"-property:OutDir={output}/", "-nologo", "-terminalLogger:off",
            "-nodeReuse:false"]) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> log = process.StandardOutput.ReadToEndAsync(cancellation),
                errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await log + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string FirstError(string log) => AnyError().Match(log) is { Success: true } error ? error.Groups["text"].Value.Trim()
        : "the restore failed without a message";

    [GeneratedRegex(@"error (?<code>NU1\d\d\d): .*?[Pp]ackage (?<id>[\w-]+(\.[\w-]+)*)", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex RestoreError();

    [GeneratedRegex(@"error (?<text>\w+: [^\r\n\[]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyError();
}
