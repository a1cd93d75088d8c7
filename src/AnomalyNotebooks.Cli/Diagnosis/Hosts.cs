using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Diagnosis;

/// <summary>The hosts that can open the lessons: which of them this machine has, and what works there.</summary>
internal static class Hosts
{
    private const string InteractiveExtension = "ms-dotnettools.dotnet-interactive-vscode", VersoExtension = "datafication.verso-notebook";

    private static readonly string[] EditorFolders = [".vscode", ".vscode-server", ".vscode-remote", ".vscode-oss"];

    /// <summary>A finding for each host.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="home">The user's folder, where editors keep their extensions.</param>
    /// <param name="path">The folders of programs, as in the variable PATH.</param>
    public static IReadOnlyList<Finding> Examine(string root, string home, string path) =>
    [
        FirstCell(root),
        new(Health.Good, "anomaly run", "runs every lesson; figures, tables and results in a report"),
        Interactive(root, home, path),
        Verso(home, path),
        Jupyter(home),
        new(Health.Good, "dotnet run", "runs what 'anomaly export NAME --to cs' writes; figures on a page beside the program"),
    ];

    private static Finding FirstCell(string root)
    {
        string script = Path.Combine(root, "artifacts", "lib", NotebookImports.LibraryScript);
        const string how = "Build it: dotnet build AnomalyNotebooks.sln";
        if (!File.Exists(script)) return new(Health.Missing, "first cell",
            $"{Path.GetRelativePath(root, script)}, which every lesson imports, is not built", how);
        string library = Path.Combine(root, "artifacts", "lib", "AnomalyNotebooks.dll");
        return File.ReadAllText(script).Contains($"#r \"{library}\"", StringComparison.Ordinal)
            ? new(Health.Good, "first cell", "imports the library built here, in every host")
            : new(Health.Missing, "first cell", "imports a library built in another folder: the clone has moved", how);
    }

    private static Finding Interactive(string root, string home, string path)
    {
        bool inEditor = HasExtension(home, InteractiveExtension),
            asTool = HasProgram(path, "dotnet-interactive") || IsRestored(root, home, "microsoft.dotnet-interactive");
        const string what = ".NET Interactive", works = "lessons, figures, live training progress";
        return (inEditor, asTool) switch
        {
            (true, _) => new(Health.Good, what, $"extension of VS Code: {works}"),
            (_, true) => new(Health.Good, what, $"the tool dotnet-interactive: {works}, in Jupyter"),
            _ => new(Health.Optional, what, "neither the extension of VS Code nor the tool",
                $"Archived in April 2026; where they can still be had: code --install-extension {InteractiveExtension}, or dotnet tool "
                    + "restore"),
        };
    }

    private static Finding Verso(string home, string path) => HasExtension(home, VersoExtension) || HasProgram(path, "verso")
        ? new(Health.Good, "Verso", "lessons, tables and the text of figures; it drops scripts, and progress appears when a cell ends")
        : new(Health.Optional, "Verso", "neither the extension of VS Code nor the tool",
            $"Get it: code --install-extension {VersoExtension}, or dotnet tool install --global Verso.Cli");

    private static Finding Jupyter(string home)
    {
        string[] folders = [Path.Combine(home, ".local", "share", "jupyter", "kernels"),
            Path.Combine(home, "Library", "Jupyter", "kernels"), Path.Combine(home, "AppData", "Roaming", "jupyter", "kernels")];
        return Array.Exists(folders, folder => Directory.Exists(Path.Combine(folder, ".net-csharp")))
            ? new(Health.Good, "Jupyter",
                "the kernel .net-csharp is installed: lessons and figures; 'anomaly clean' puts what it saves into the form to commit")
            : new(Health.Optional, "Jupyter", "without the kernel .net-csharp",
                "With the tool dotnet-interactive: dotnet interactive jupyter install");
    }

    private static bool HasExtension(string home, string id) => EditorFolders
        .Select(editor => Path.Combine(home, editor, "extensions"))
        .Any(folder => Directory.Exists(folder)
            && Directory.EnumerateDirectories(folder, id + "-*", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive })
            .Any());

    // The tool in the version that the repository's manifest names.
    private static bool IsRestored(string root, string home, string tool)
    {
        string manifest = Path.Combine(root, ".config", "dotnet-tools.json");
        string? version = File.Exists(manifest)
            ? (string?)JsonNode.Parse(File.ReadAllText(manifest))?["tools"]?[tool]?["version"] : null;
        return version is not null && Directory.Exists(Path.Combine(home, ".nuget", "packages", tool, version));
    }

    private static bool HasProgram(string path, string name) => path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
}
