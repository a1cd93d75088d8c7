using System.IO.Compression;

namespace AnomalyNotebooks;

/// <summary>Brings downloaded partition files to where the workbook looks for them, after reading them whole.</summary>
public static class FlowImport
{
    private const long MostBytes = 1L << 30;

    /// <summary>
    /// Checks a CSV file, or the partition files in a zip archive, and copies them into a folder under their usual names. A file is
    /// there whole or not at all.
    /// </summary>
    /// <param name="path">The CSV file or zip archive.</param>
    /// <param name="folder">Where to; created if need be.</param>
    /// <param name="overwrite">Whether to replace a file of other content.</param>
    /// <returns>What was imported, and whether it was new.</returns>
    /// <exception cref="AnomalyException">No such file, none of the partition files in the archive, or a file of other content is in the way.</exception>
    /// <exception cref="FlowFormatException">A file is not a flow table as expected.</exception>
    public static IReadOnlyList<ImportedFlows> Import(string path, string folder, bool overwrite = false)
    {
        if (!File.Exists(path)) throw new AnomalyException($"{path}: no such file. {FlowSource.HowToGetTheData}");
        // All are read before the first is written: a bad second file leaves nothing half done.
        (string Name, byte[] Content, FlowTable Flows)[] checkedFiles = [.. Contents(path).Select(file => Check(file.Name, file.Content))];
        foreach ((string name, byte[] content, _) in checkedFiles) RefuseOverwriting(Path.Combine(folder, name), content, overwrite);
        return [.. checkedFiles.Select(file => Place(Path.Combine(folder, file.Name), file.Content, file.Flows))];
    }

    private static List<(string Name, byte[] Content)> Contents(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        bool isZip = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PK\u0003\u0004"u8);
        stream.Position = 0;
        if (!isZip) return [(Path.GetFileName(path), ReadAll(stream, stream.Length, path))];

        try
        {
            using var archive = new ZipArchive(stream);
            ZipArchiveEntry[] entries = [.. archive.Entries.Where(entry => UsualName(entry.Name) is not null)];
            if (entries.Length == 0)
            {
                string found = string.Join(", ", archive.Entries.Select(entry => entry.FullName).Take(8));
                throw new AnomalyException($"{path}: neither {FlowPartitions.TrainingName} nor {FlowPartitions.TestingName} in the archive. It holds: {found}");
            }

            return [.. entries.Select(entry => (entry.Name, ReadEntry(entry, path)))];
        }
        catch (InvalidDataException error)
        {
            throw new AnomalyException($"{path}: a damaged zip archive ({error.Message}). Download it again.", error);
        }
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry, string path)
    {
        using Stream stream = entry.Open();
        return ReadAll(stream, entry.Length, $"{path}, {entry.FullName}");
    }

    private static byte[] ReadAll(Stream stream, long length, string name)
    {
        if (length > MostBytes) throw new FlowFormatException(name, null, null, $"{length} bytes", "at most 1 GB (the partition files have 15 and 32 MB)");
        var content = new byte[length];
        stream.ReadExactly(content);
        return content;
    }

    private static (string Name, byte[] Content, FlowTable Flows) Check(string name, byte[] content)
    {
        FlowTable flows = FlowCsvReader.Read(content, name);
        string usual = UsualName(name) ?? flows.Origin.Partition switch
        {
            FlowPartition.OfficialTraining => FlowPartitions.TrainingName,
            FlowPartition.OfficialTesting => FlowPartitions.TestingName,
            _ => throw new AnomalyException(
                $"{name}: a good file of {flows.Count} flows, but neither its name nor their number says which partition it is. Name it {FlowPartitions.TrainingName} to import it all the same."),
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
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(content)) return new ImportedFlows(target, flows, IsNew: false);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return new ImportedFlows(target, flows, IsNew: true);
    }
}
