using System.Security.Cryptography;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The data that notebooks will find when they ask for flows.</summary>
/// <param name="Title">In words.</param>
/// <param name="File">The file; null for the synthetic sample.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal; empty for the synthetic sample.</param>
internal sealed record DataInUse(string Title, string? File, string Sha256)
{
    /// <summary>Looks where <see cref="FlowSource"/> looks.</summary>
    /// <param name="path">The path given on the command line; null where none was.</param>
    public static DataInUse Find(string? path)
    {
        IReadOnlyList<FlowFile> files = FlowSource.Find(path);
        if (files.Count == 0) return new DataInUse("synthetic sample", null, "");
        FlowFile file = files.FirstOrDefault(file => file.Partition == FlowPartition.OfficialTesting) ?? files[0];
        using FileStream stream = System.IO.File.OpenRead(file.Path);
        return new DataInUse(Path.GetFileNameWithoutExtension(file.Path).Replace('_', ' '), file.Path, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
