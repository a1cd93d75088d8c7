using System.IO.Compression;

namespace AnomalyNotebooks;

/// <summary>A partition file that was imported.</summary>
/// <param name="Path">Where it is now.</param>
/// <param name="Flows">What is in it.</param>
/// <param name="IsNew">Whether it was copied; false where the same file was there already.</param>
internal sealed record ImportedFlows(string Path, FlowTable Flows, bool IsNew);

/// <summary>Brings downloaded partition files to where the workbook looks for them, after reading them whole.</summary>
internal static class FlowImport
{
    private const long MostBytes = 256L << 20;
    private const int MostPacked = 1032; // bytes of text that deflate makes of one

    /// <summary>
    /// Checks a CSV file, or the partition files in a zip archive, and copies them into a folder under their usual names. A file is
    /// there whole or not at all.
    /// </summary>
    /// <param name="path">The CSV file or zip archive.</param>
    /// <param name="folder">Where to; created if need be.</param>
    /// <param name="overwrite">Whether to replace a file of other content.</param>
    /// <returns>What was imported, and whether it was new.</returns>
    /// <exception cref="AnomalyException">No such file, none of the partition files in the archive, or other content is in the
    /// way.</exception>
    /// <exception cref="FlowFormatException">A file is not a table of flows as expected.</exception>
    public static IReadOnlyList<ImportedFlows> Import(string path, string folder, bool overwrite = false)
    {
        var info = new FileInfo(path);
        if (!info.Exists) throw new AnomalyException($"{FlowFormatException.Excerpt(path, 1000)}: no such file. "
            + $"{FlowSource.HowToGetTheData}");
        if (info.Length == 0) throw new FlowFormatException(path, null, null, "an empty file (or a pipe or device)",
            "a CSV file or a zip archive");
        // All are read before the first is written: a bad second file leaves nothing half done.
        (string Name, byte[] Content, FlowTable Flows)[] checkedFiles = [.. Contents(path).Select(file => Check(file.Name, file.Content))];
        foreach ((string name, byte[] content, _) in checkedFiles) RefuseOverwriting(Path.Combine(folder, name), content, overwrite);
        return [.. checkedFiles.Select(file => Place(Path.Combine(folder, file.Name), file.Content, file.Flows))];
    }

    private static List<(string Name, byte[] Content)> Contents(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Contents(stream, path);
    }

    /// <summary>The partition files in a zip archive, or the one file that it is if it is none. What an archive says of itself is checked
    /// before anything is unpacked, so that memory never takes more than it may.</summary>
    internal static List<(string Name, byte[] Content)> Contents(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[4];
        bool isWhole = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length;
        stream.Position = 0;
        if (!isWhole || !start.SequenceEqual("PK\u0003\u0004"u8)) return [(Path.GetFileName(path), ReadAll(stream, stream.Length, path))];

        try
        {
            using var archive = new ZipArchive(stream);
            ZipArchiveEntry[] entries = [.. archive.Entries.Where(IsPartition)];
            if (entries.Length == 0)
            {
                string found = string.Join(", ", archive.Entries.Take(8).Select(entry => FlowFormatException.Excerpt(entry.FullName)));
                throw new AnomalyException(
                    $"{path}: neither {FlowPartitions.TrainingName} nor {FlowPartitions.TestingName} in the archive. It holds: {found}");
            }

            foreach (IGrouping<string?, ZipArchiveEntry> same in entries.GroupBy(entry => UsualName(entry.Name)))
            {
                if (same.Count() < 2) continue;
                string names = string.Join(" and ", same.Take(3).Select(entry => FlowFormatException.Excerpt(entry.FullName, 100)));
                throw new AnomalyException($"{path}: {names} are both {same.Key}. Unpack the archive and import the one that is meant.");
            }

            if (entries.Sum(entry => (double)entry.CompressedLength) > stream.Length)
                throw new InvalidDataException("its files share their content");
            return [.. entries.Select(entry => (entry.Name, ReadEntry(entry, path)))];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            throw new AnomalyException($"{path}: a damaged zip archive ({error.Message}). Download it again.", error);
        }
    }

    // Not what macOS puts beside each file.
    private static bool IsPartition(ZipArchiveEntry entry) => UsualName(entry.Name) is not null
        && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) && !entry.Name.StartsWith("._", StringComparison.Ordinal);

    private static byte[] ReadEntry(ZipArchiveEntry entry, string path)
    {
        string name = $"{path}, {FlowFormatException.Excerpt(entry.FullName, 100)}";
        if (entry.IsEncrypted) throw new AnomalyException($"{name} is encrypted: unpack the archive with its password and import the CSV "
            + "file.");
        RequireSize(entry.Length, name);
        if (entry.Length > Math.Max(entry.CompressedLength, 0) * MostPacked)
            throw new InvalidDataException($"{entry.Name} cannot be as long as the archive says");
        using Stream stream = entry.Open();
        byte[] content = ReadAll(stream, entry.Length, name);
        if (stream.ReadByte() >= 0) throw new InvalidDataException($"{entry.Name} is longer than the archive says");
        if (Crc32(content) != entry.Crc32) throw new InvalidDataException($"the checksum of {entry.Name} is wrong");
        return content;
    }

    private static void RequireSize(long length, string name)
    {
        if (length is < 0 or > MostBytes) throw new FlowFormatException(name, null, null, $"{length} bytes",
            $"at most {MostBytes >> 20} MB (the partition files have 15 and 32 MB)");
    }

    private static byte[] ReadAll(Stream stream, long length, string name)
    {
        RequireSize(length, name);
        var content = new byte[length];
        stream.ReadExactly(content);
        return content;
    }

    // CRC-32 as in zip archives (ISO 3309), a bit at a time: it is checked once.
    private static uint Crc32(byte[] content)
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[i] = value;
        }

        uint crc = uint.MaxValue;
        foreach (byte b in content) crc = (crc >> 8) ^ table[(byte)crc ^ b];
        return ~crc;
    }

    private static (string Name, byte[] Content, FlowTable Flows) Check(string name, byte[] content)
    {
        FlowTable flows = FlowReader.Read(content, name, FlowSchema.UnswNb15);
        string usual = UsualName(name) ?? flows.Origin.Partition switch
        {
            FlowPartition.OfficialTraining => FlowPartitions.TrainingName,
            FlowPartition.OfficialTesting => FlowPartitions.TestingName,
            _ => throw new AnomalyException(
                $"{name}: a good file of {flows.Count} flows, but neither its name nor their number says which partition it is. "
                + $"Name it {FlowPartitions.TrainingName} to import it all the same."),
        };
        return (usual, content, flows);
    }

    // Browsers add " (1)", mirrors change the case.
    private static string? UsualName(string name)
    {
        if (!name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) return null;
        if (name.Contains("training-set", StringComparison.OrdinalIgnoreCase)) return FlowPartitions.TrainingName;
        return name.Contains("testing-set", StringComparison.OrdinalIgnoreCase) ? FlowPartitions.TestingName : null;
    }

    private static void RefuseOverwriting(string target, byte[] content, bool overwrite)
    {
        if (!overwrite && File.Exists(target) && !File.ReadAllBytes(target).AsSpan().SequenceEqual(content))
            throw new AnomalyException($"{target} is there already and holds something else. Use --force to replace it.");
    }

    private static ImportedFlows Place(string target, byte[] content, FlowTable flows)
    {
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(content))
            return new ImportedFlows(target, flows, IsNew: false);
        string temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new AnomalyException($"{target} cannot be written: {error.Message}", error);
        }

        return new ImportedFlows(target, flows, IsNew: true);
    }
}
