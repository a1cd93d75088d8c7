using System.Text;

namespace AnomalyNotebooks;

/// <summary>Files that are read to their end. Pipes and devices may have none: like empty files they say that they have no length, and
/// like these they hold nothing.</summary>
internal static class RegularFile
{
    /// <summary>Whether there is something to read.</summary>
    public static bool HasContent(string path) => new FileInfo(path).Length > 0;

    /// <summary>The bytes.</summary>
    public static byte[] Bytes(string path) => HasContent(path) ? File.ReadAllBytes(path) : [];

    /// <summary>The text, in UTF-8 if nothing else is said.</summary>
    public static string Text(string path, Encoding? encoding = null) =>
        HasContent(path) ? File.ReadAllText(path, encoding ?? Encoding.UTF8) : "";
}
