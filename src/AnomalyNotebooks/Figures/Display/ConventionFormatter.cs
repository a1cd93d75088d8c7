namespace AnomalyNotebooks;

/// <summary>Writes one kind of object in one MIME type, in the shape that .NET Interactive calls by name: <c>MimeType</c> and <c>Format(object, TextWriter)</c>.</summary>
internal sealed class ConventionFormatter(string mimeType, Func<object, string> text)
{
    /// <summary>What <see cref="Format"/> writes.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes <paramref name="instance"/>; true because it never declines.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(text(instance));
        return true;
    }
}
