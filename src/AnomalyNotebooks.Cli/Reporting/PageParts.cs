using System.Reflection;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>The style sheets and scripts of the pages we write, kept as files beside this one and built into the program.</summary>
internal static class PageParts
{
    /// <summary>The text of a file in <c>Reporting/</c>.</summary>
    public static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("AnomalyNotebooks.Cli.Reporting." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
