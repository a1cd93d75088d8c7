namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>Finds the notebooks a user means.</summary>
internal static class NotebookFinder
{
    /// <summary>All notebooks of the workbook by name, or those named by path, name or leading number.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    /// <exception cref="UsageException">A path does not exist, or a name fits none or several.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> wanted) =>
        wanted.Count == 0 ? AllIn(Workspace.Notebooks) : [.. wanted.Select(FindOne)];

    /// <summary>The notebooks from one to another, both included.</summary>
    /// <exception cref="UsageException">One of them is not among the notebooks.</exception>
    public static IReadOnlyList<string> Between(IReadOnlyList<string> paths, string? from, string? until)
    {
        int first = from is null ? 0 : IndexOf(paths, from, "--from");
        int last = until is null ? paths.Count - 1 : IndexOf(paths, until, "--until");
        return first <= last ? [.. paths.Skip(first).Take(last - first + 1)]
            : throw new UsageException($"--from {from} lies after --until {until}: no notebook is left to run.");
    }

    private static int IndexOf(IReadOnlyList<string> paths, string name, string option)
    {
        string wanted = Path.GetFullPath(FindOne(name));
        int index = paths.ToList().FindIndex(path => Path.GetFullPath(path) == wanted);
        return index >= 0 ? index : throw new UsageException($"{option} {name}: not among the notebooks of this run "
            + $"({string.Join(", ", paths.Select(Path.GetFileNameWithoutExtension))}).");
    }

    /// <summary>The notebooks of a folder, by name.</summary>
    public static IReadOnlyList<string> AllIn(string folder)
    {
        string[] found = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.ipynb").Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0 ? found : throw new AnomalyException($"There is no notebook in {Workspace.Shorten(folder)}.");
    }

    private static string Neighbours(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        string[] found = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.ipynb").Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)] : [];
        return found.Length == 0 ? "" : $" In that folder there are: {string.Join(", ", found)}.";
    }

    private static string FindOne(string wanted)
    {
        if (File.Exists(wanted)) return Path.GetFullPath(wanted);
        if (wanted.StartsWith('-')) throw new UsageException(
            $"There is no option '{wanted}'. The options are listed by: anomaly run --help");
        bool isPath = Path.GetFileName(wanted) != wanted;
        if (isPath || Workspace.FindRoot(Environment.CurrentDirectory) is null)
            throw new UsageException($"{Workspace.Shorten(wanted)} does not exist.{Neighbours(Path.GetFullPath(wanted))}");

        IReadOnlyList<string> all = AllIn(Workspace.Notebooks);
        string name = Path.GetFileNameWithoutExtension(wanted);
        string[] matches = [.. all.Where(path => Path.GetFileNameWithoutExtension(path).Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (matches.Length == 0) matches =
            [.. all.Where(path => Path.GetFileName(path).StartsWith(name + "-", StringComparison.OrdinalIgnoreCase))];
        if (matches.Length == 0) matches =
            [.. all.Where(path => Path.GetFileName(path).Contains(name, StringComparison.OrdinalIgnoreCase))];
        string names = string.Join(", ", (matches.Length == 0 ? all : matches).Select(Path.GetFileNameWithoutExtension));
        return matches.Length switch
        {
            1 => matches[0],
            0 => throw new UsageException($"No notebook is called '{wanted}'. There are: {names}."),
            _ => throw new UsageException($"'{wanted}' fits several notebooks: {names}. Say more of the name."),
        };
    }
}
