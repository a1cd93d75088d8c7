namespace AnomalyNotebooks.Cli;

/// <summary>The repository that a command works in, found upwards from the current folder.</summary>
internal static class Workspace
{
    /// <summary>The file that marks the root of the repository.</summary>
    public const string Marker = "AnomalyNotebooks.sln";

    /// <summary>The root of the repository around the current folder.</summary>
    /// <exception cref="AnomalyException">The current folder lies in no such repository.</exception>
    public static string Root => FindRoot(Environment.CurrentDirectory)
        ?? throw new AnomalyException($"No {Marker} in {Environment.CurrentDirectory} or above it. Run this inside a clone of the "
            + "repository, or name the notebooks to run.");

    /// <summary>The folder of the notebooks.</summary>
    public static string Notebooks => Path.Combine(Root, "notebooks");

    /// <summary>The folder that everything generated goes to.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>The root of the repository around a folder; null where there is none.</summary>
    public static string? FindRoot(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Marker))) return at.FullName;
        return null;
    }

    /// <summary>A path as a reader wants to see it: relative to the current folder where it lies below it or its repository.</summary>
    public static string Shorten(string path)
    {
        string full = Path.GetFullPath(path);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        string? root = FindRoot(Environment.CurrentDirectory);
        bool isNear = !relative.StartsWith("..", StringComparison.Ordinal)
            || (root is not null && full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return isNear && !Path.IsPathRooted(relative) ? relative : full;
    }
}
