using System.Security.Cryptography;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The data that notebooks will find when they ask for flows.</summary>
/// <param name="Title">In words.</param>
/// <param name="Files">The files, the one that <see cref="FlowSource.Load"/> reads first; none for the synthetic sample.</param>
/// <param name="Fingerprint">The fingerprint of the flows that <see cref="FlowSource.Load"/> gives: what verify compares.</param>
internal sealed record DataInUse(string Title, IReadOnlyList<DataFile> Files, string Fingerprint)
{
    /// <summary>The file read first; null for the synthetic sample.</summary>
    public string? File => Files.Count > 0 ? Files[0].Path : null;

    /// <summary>The SHA-256 of that file; empty for the synthetic sample.</summary>
    public string Sha256 => Files.Count > 0 ? Files[0].Sha256 : "";

    /// <summary>Looks where <see cref="FlowSource"/> looks.</summary>
    /// <param name="path">The path given on the command line; null where none was.</param>
    public static DataInUse Find(string? path)
    {
        FlowTable flows = FlowSource.Load(path);
        string[] files = [.. FlowSource.Find(path).Select(file => file.Path).OrderByDescending(file => file == flows.Origin.Path)];
        string title = files.Length == 0 ? "synthetic sample" : Path.GetFileNameWithoutExtension(files[0]).Replace('_', ' ');
        return new DataInUse(title, [.. files.Select(Hashed)], flows.Fingerprint());
    }

    private static DataFile Hashed(string path)
    {
        using FileStream stream = System.IO.File.OpenRead(path);
        return new DataFile(path, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}

/// <summary>A data file.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
internal sealed record DataFile(string Path, string Sha256);
