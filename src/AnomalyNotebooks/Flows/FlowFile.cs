namespace AnomalyNotebooks;

/// <summary>A file that may hold flows, found but not yet read.</summary>
internal sealed class FlowFile
{
    private readonly Lazy<FlowPartition> partition;

    private FlowFile(string path)
    {
        Path = path;
        partition = new Lazy<FlowPartition>(() => FlowPartitions.Of(CountRows(path)));
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Which partition it is by its number of lines, counted when first asked for.</summary>
    public FlowPartition Partition => partition.Value;

    // The file itself, or the partition files of a folder, the training-set by name first.
    internal static IReadOnlyList<FlowFile> At(string path)
    {
        if (File.Exists(path)) return [new FlowFile(System.IO.Path.GetFullPath(path))];
        if (!Directory.Exists(path)) return [];
        string[] names = [FlowPartitions.TrainingName, FlowPartitions.TestingName];
        return [.. Directory.EnumerateFiles(path)
            .Where(file => names.Contains(System.IO.Path.GetFileName(file), StringComparer.OrdinalIgnoreCase))
            .OrderByDescending(file => System.IO.Path.GetFileName(file), StringComparer.OrdinalIgnoreCase)
            .Select(file => new FlowFile(System.IO.Path.GetFullPath(file)))];
    }

    // Lines without the header; a last line counts whether or not it has an end.
    private static int CountRows(string path)
    {
        if (!RegularFile.HasContent(path)) return 0;
        using FileStream stream = File.OpenRead(path);
        var buffer = new byte[1 << 20];
        int rows = 0, read;
        byte last = (byte)'\n';
        while ((read = stream.Read(buffer)) > 0)
        {
            rows += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
        }

        return rows - 1 + (last == '\n' ? 0 : 1);
    }
}
