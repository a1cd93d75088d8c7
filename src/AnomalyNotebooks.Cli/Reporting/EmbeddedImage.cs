namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>Picture files as <c>data:</c> addresses, for pages that carry all they show.</summary>
internal static class EmbeddedImage
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png", [".svg"] = "image/svg+xml", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif",
            [".webp"] = "image/webp",
    };

    private const long LargestFile = 20_000_000;

    /// <summary>The address of a picture that lies in a notebook's folder or below; null where it is no picture, not there, or anywhere
    /// else.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="address">As the notebook's text has it.</param>
    public static string? In(string folder, string address)
    {
        string relative = Uri.UnescapeDataString(address);
        if (relative.Contains('\0', StringComparison.Ordinal) || relative.Contains(':', StringComparison.Ordinal)) return null;
        string path = Path.GetFullPath(Path.Combine(folder, relative));
        if (!Types.TryGetValue(Path.GetExtension(path), out string? type) || !File.Exists(path) || !OutputPlace.IsWithin(path, folder))
            return null;
        return new FileInfo(path).Length <= LargestFile ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : null;
    }
}
