using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>The fingerprint of a notebook's code, by which outputs that no longer belong to it are found.</summary>
internal static class NotebookSources
{
    /// <summary>
    /// SHA-256 over the sources and tags of the code cells, in lower-case hexadecimal. Text cells do not count, nor do tags that only
    /// say how a cell is presented: outputs stay those of the code.
    /// </summary>
    public static string Sha256(Notebook notebook)
    {
        IEnumerable<string> parts = notebook.CodeCells.Select(cell =>
            $"{string.Join(',', cell.Tags.Except(CellTag.Presentation, StringComparer.OrdinalIgnoreCase))}\0{cell.Source}\0");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }
}
