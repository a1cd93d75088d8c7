namespace AnomalyNotebooks;

/// <summary>
/// Names the class that makes a type's formatters. .NET Interactive finds this attribute by its name, whatever its namespace, so
/// that a library shows its objects in a notebook without depending on the notebook host.
/// </summary>
/// <remarks>Convention: <c>Formatter.TryRegisterFromFormatterSources</c> in dotnet/interactive, src/Microsoft.DotNet.Interactive.Formatting.</remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a parameterless constructor and a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types a host should ask for, richest first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
