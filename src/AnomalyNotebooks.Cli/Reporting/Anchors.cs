using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>The ids of the notebooks of a page: letters, digits, hyphens and underscores, whatever the files are called, and each
/// once.</summary>
internal sealed class Anchors
{
    private readonly Dictionary<string, string> byPath = new(StringComparer.Ordinal);

    public Anchors(IEnumerable<Notebook> notebooks)
    {
        foreach (Notebook notebook in notebooks.Where(notebook => !byPath.ContainsKey(notebook.Path)))
        {
            string name = string.Concat(notebook.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
            byPath[notebook.Path] = byPath.ContainsValue(name) ? $"{name}-{byPath.Count + 1}" : name;
        }
    }

    /// <summary>The id of a notebook.</summary>
    public string Of(Notebook notebook) => byPath[notebook.Path];

    /// <summary>The id of the notebook with that file name; null where there is none.</summary>
    public string? OfFile(string name) =>
        byPath.FirstOrDefault(entry => Path.GetFileName(entry.Key).Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
