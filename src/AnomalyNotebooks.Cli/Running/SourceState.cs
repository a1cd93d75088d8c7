using System.ComponentModel;
using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The state of the sources that a result came from.</summary>
/// <param name="Commit">The commit checked out; null where there is no git, or no repository.</param>
/// <param name="IsClean">Whether every tracked file is as committed; null where that is not known.</param>
internal sealed record SourceState(string? Commit, bool? IsClean)
{
    /// <summary>Of the repository around the current folder, or of that folder itself.</summary>
    public static SourceState Here() => Of(Workspace.FindRoot(Environment.CurrentDirectory) ?? Environment.CurrentDirectory);

    /// <summary>Asks git about a folder.</summary>
    public static SourceState Of(string folder) => Git(folder, "rev-parse", "HEAD") is { Length: > 0 } commit
        ? new SourceState(commit, Git(folder, "status", "--porcelain", "--untracked-files=no")?.Length == 0)
        : new SourceState(null, null);

    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = git.StandardError.ReadToEndAsync();
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            _ = errors.Result;
            return git.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
