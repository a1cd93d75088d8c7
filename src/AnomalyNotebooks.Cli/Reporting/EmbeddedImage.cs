namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>Picture files as <c>data:</c> addresses, for pages that carry all they show.</summary>
internal static class EmbeddedImage
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png", [".svg"] = "image/svg+xml", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif", [".webp"] = "image/webp",
    };

    /// <summary>The address; null where the file is no picture or not there.</summary>
    public static string? Of(string path) => Types.TryGetValue(Path.GetExtension(path), out string? type) && File.Exists(path)
        ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}"
        : null;
}
