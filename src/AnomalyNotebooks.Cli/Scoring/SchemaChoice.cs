namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>The schema that a user names.</summary>
internal static class SchemaChoice
{
    private const long MostBytes = 10 << 20;

    /// <summary>The schema of that name or in that file; null for none given.</summary>
    /// <exception cref="AnomalyException">There is none, or it is none.</exception>
    public static FlowSchema? Of(string? name)
    {
        if (name is null) return null;
        if (!File.Exists(name)) return FlowSchema.Named(name);
        if (new FileInfo(name).Length > MostBytes)
            throw new AnomalyException($"{SafeText.Plain(name)}: more than {MostBytes >> 20} MB; a schema is a small JSON file.");
        try
        {
            return FlowSchema.FromJson(RegularFile.Text(name));
        }
        catch (Exception error) when (error is AnomalyException or IOException or UnauthorizedAccessException)
        {
            throw new AnomalyException($"{SafeText.Plain(name)}: {error.Message}", error);
        }
    }
}
