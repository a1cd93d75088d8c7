namespace AnomalyNotebooks;

/// <summary>The MIME types of notebook outputs.</summary>
internal static class MimeTypes
{
    public const string Plotly = "application/vnd.plotly.v1+json";
    public const string Results = "application/vnd.anomaly.result+json";
    public const string Explorer = "application/vnd.anomaly.explorer+json";
    public const string Outputs = "application/vnd.anomaly.outputs+json";
    public const string Html = "text/html";
    public const string PlainText = "text/plain";
}

/// <summary>
/// Names the class that makes a type's formatters. .NET Interactive finds this attribute by its name, whatever its namespace, so
/// that a library shows its objects in a notebook without depending on the notebook host.
/// </summary>
/// <remarks>Convention: <c>Formatter.TryRegisterFromFormatterSources</c> in dotnet/interactive,
/// src/Microsoft.DotNet.Interactive.Formatting.</remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type? formatterSourceType = null) : Attribute
{
    /// <summary>A class with a parameterless constructor and a method <c>CreateTypeFormatters()</c>; by default that of an
    /// <see cref="IRichOutput"/>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType ?? typeof(RichOutputFormatterSource);

    /// <summary>The MIME types a host should ask for, richest first; by default HTML and text.</summary>
    public string[] PreferredMimeTypes { get; set; } = [MimeTypes.Html, MimeTypes.PlainText];
}

/// <summary>Writes one kind of object in one MIME type, in the shape that .NET Interactive calls by name: <c>MimeType</c> and
/// <c>Format(object, TextWriter)</c>.</summary>
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

/// <summary>The two forms of what shows itself: HTML and text.</summary>
internal sealed class RichOutputFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(MimeTypes.Html, output => ((IRichOutput)output).ToHtml()),
        new ConventionFormatter(MimeTypes.PlainText, output => output.ToString()!),
    ];
}
