using System.Text;

namespace AnomalyNotebooks.Cli;

/// <summary>Files that are there whole or not at all: written beside their place, flushed, then renamed into it.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a text as UTF-8, creating the folder where needed.</summary>
    public static void WriteText(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes, creating the folder where needed.</summary>
    /// <exception cref="OutputException">The file could not be written; what was at its place before is still there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new OutputException($"{Workspace.Shorten(full)} could not be written: {error.Message}", error);
        }
    }

    /// <summary>Deletes a file; one that is gone, or cannot be deleted, is left as it is.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is gone, or its folder is.
        }
    }
}
