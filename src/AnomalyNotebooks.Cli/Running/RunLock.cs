namespace AnomalyNotebooks.Cli.Running;

/// <summary>Keeps two runs from writing into one folder at the same time.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream stream;
    private readonly string path;

    private RunLock(FileStream stream, string path)
    {
        this.stream = stream;
        this.path = path;
    }

    /// <summary>Takes the folder.</summary>
    /// <exception cref="AnomalyException">Another run has it, or it cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        string file = Path.Combine(folder, ".running");
        try
        {
            Directory.CreateDirectory(folder);
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(OwnerFile(folder), Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return new RunLock(held, file);
        }
        catch (IOException error) when (File.Exists(file) && !IsFull(error))
        {
            throw new AnomalyException($"Another run{Owner(folder)} is writing to {Workspace.Shorten(folder)}. Wait until it has ended, "
                + "or give this one a folder of its own: --output FOLDER.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AnomalyException($"{Workspace.Shorten(folder)} cannot be written: {error.Message} Choose another folder: --output "
                + "FOLDER.", error);
        }
    }

    public void Dispose()
    {
        // Deleted while held: whoever opens it next makes a new one.
        AtomicFile.TryDelete(OwnerFile(Path.GetDirectoryName(path)!));
        AtomicFile.TryDelete(path);
        stream.Dispose();
    }

    private static bool IsFull(IOException error) => error.Message.Contains("space", StringComparison.OrdinalIgnoreCase);

    /// <summary>The id of the process that has the folder, in a file of its own: the locked one cannot be read.</summary>
    private static string OwnerFile(string folder) => Path.Combine(folder, ".running-process");

    private static string Owner(string folder)
    {
        try
        {
            return $" (process {File.ReadAllText(OwnerFile(folder))})";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
