using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>Bundles on disk: safetensors files of this library, sealed with a checksum.</summary>
internal static class BundleFile
{
    private const string FormatVersion = "2";

    /// <summary>Writes a bundle, whole or not at all, into a folder that is made if it is missing.</summary>
    public static void Save(
        string path, string format, IEnumerable<KeyValuePair<string, string>> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        byte[] file = SafeTensorsFile.Write([new("format", format), new("format_version", FormatVersion), .. metadata], tensors);
        string unfinished = path + ".unfinished";
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllBytes(unfinished, file);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Reads a bundle.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What kind of bundle it has to be.</param>
    /// <param name="content">Makes something of metadata and tensors; what it throws is a phrase to stand behind the file's name.</param>
    /// <exception cref="AnomalyException">There is no such file, or it is cut short, of another program, changed, or of a newer
    /// version.</exception>
    public static T Load<T>(string path, string format, Func<IReadOnlyDictionary<string, string>, IReadOnlyList<SafeTensor>, T> content)
    {
        if (!File.Exists(path)) throw new AnomalyException($"There is no model bundle {path}: fit a model and save it first.");
        try
        {
            (IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors) = SafeTensorsFile.Read(
                RegularFile.Bytes(path));
            if (metadata.GetValueOrDefault("format") is var found && found != format)
            {
                throw new AnomalyException(found?.StartsWith("AnomalyNotebooks.", StringComparison.Ordinal) == true
                    ? $"is a bundle of the format '{found}', not '{format}'" : "holds tensors, but no model bundle of AnomalyNotebooks");
            }

            if (metadata.GetValueOrDefault("format_version") is var version && version != FormatVersion)
                throw new AnomalyException($"has the format version {version}: this library reads version {FormatVersion}");
            if (!metadata.ContainsKey("sha256")) throw new AnomalyException("has no checksum: it was changed after it was saved");
            return content(metadata, tensors);
        }
        catch (AnomalyException error)
        {
            throw new AnomalyException($"The file {path} {error.Message.TrimEnd('.')}. Save the model again, or use another file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AnomalyException($"The file {path} cannot be read: {error.Message}", error);
        }
        // What no check foresaw in a file that somebody sealed again: refused all the same.
        catch (Exception error) when (
            error is FormatException or InvalidOperationException or ArgumentException or OverflowException or JsonException
            or KeyNotFoundException or IndexOutOfRangeException)
        {
            string why = error.Message.TrimEnd('.');
            throw new AnomalyException($"The file {path} was changed after it was saved ({why}). Save the model again, or use another "
                + $"file.", error);
        }
    }
}
