namespace AnomalyNotebooks.Cli;

/// <summary>Places that output may go to: never one where it would take the place of somebody's own file.</summary>
internal static class OutputPlace
{
    /// <summary>Looked for in a file's beginning, it says that this program has written it.</summary>
    public const string Mark = "anomaly export";

    private const int Beginning = 4096;

    /// <summary>Refuses a folder or file whose notebooks, or whose place itself, are sources of the run.</summary>
    /// <param name="option">The option that named it, for the message.</param>
    /// <param name="places">Folders that copies go to under the notebooks' own names, and files that are written.</param>
    /// <param name="sources">The files that must stay as they are.</param>
    /// <exception cref="UsageException">One of them would be written over.</exception>
    public static void RequireApart(string option, IReadOnlyList<string> places, IReadOnlyList<string> sources)
    {
        HashSet<string> taken = new([.. sources.Select(Real), .. sources.Select(source =>
            Real(Path.GetDirectoryName(Path.GetFullPath(source))!))], Comparer);
        foreach (string place in places.Where(place => taken.Contains(Real(place))))
            throw new UsageException($"{option}: {Workspace.Shorten(place)} is where the notebooks or the data themselves lie, and they "
                + "would be written over. Name another place.");
    }

    /// <summary>Refuses to write over a file that is read, under whatever name; null and - are no files.</summary>
    /// <param name="option">The option that named the file to write, for the message.</param>
    /// <param name="file">The file to write.</param>
    /// <param name="read">The files that are read.</param>
    /// <exception cref="UsageException">It is one of them.</exception>
    public static void RequireNotRead(string option, string? file, params ReadOnlySpan<string?> read)
    {
        if (file is null or "-") return;
        foreach (string? source in read)
        {
            if (source is not (null or "-") && Comparer.Equals(Real(file), Real(source)))
                throw new UsageException($"{option} {Workspace.Shorten(file)}: this file is read, and would be written over. Name another "
                    + "one.");
        }
    }

    /// <summary>Refuses to write over a file that this program has not written.</summary>
    /// <exception cref="AnomalyException">The file is somebody's own.</exception>
    public static void RequireOurs(string file, string mark = Mark)
    {
        if (Directory.Exists(file)) throw new AnomalyException($"{Workspace.Shorten(file)} is a folder. Name a file in it.");
        if (!File.Exists(file)) return;
        var beginning = new byte[Beginning];
        using FileStream stream = File.OpenRead(file);
        int length = stream.ReadAtLeast(beginning, Beginning, throwOnEndOfStream: false);
        if (length > 0 && !System.Text.Encoding.UTF8.GetString(beginning, 0, length).Contains(mark, StringComparison.Ordinal))
            throw new AnomalyException($"{Workspace.Shorten(file)} is there already and was not written by this program. Delete it, or "
                + "name another place: --output.");
    }

    /// <summary>Whether a path, with every link followed, lies in a folder.</summary>
    public static bool IsWithin(string path, string folder) =>
        Real(path).StartsWith(Real(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, Comparison);

    private static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private static StringComparer Comparer => StringComparer.FromComparison(Comparison);

    /// <summary>A full path with links followed, of its folders too; of what is not there yet, as far as it is.</summary>
    private static string Real(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent) return full;
        string here = Path.Combine(Real(parent), Path.GetFileName(full));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.LinkTarget is null ? here : info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }
}
