using System.Text.Json;

namespace AnomalyNotebooks.Cli.Packages;

/// <summary>The packages of a notebook, brought onto this machine.</summary>
/// <param name="Assemblies">Managed assemblies to refer to, as full paths; native libraries lie beside them.</param>
/// <param name="Versions">Exact versions by id, those of the packages that packages need included.</param>
internal sealed record RestoredPackages(IReadOnlyList<string> Assemblies, IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>Of a notebook that asks for none.</summary>
    public static RestoredPackages None { get; } = new([], new Dictionary<string, string>());

    /// <summary>Reads what a restore has brought.</summary>
    /// <param name="output">Where the packages' files have been copied to.</param>
    /// <param name="assets">NuGet's <c>project.assets.json</c>.</param>
    public static RestoredPackages Read(string output, string assets)
    {
        string[] assemblies = [.. Directory.GetFiles(output, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal)];
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(assets));
        var versions = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty library in json.RootElement.GetProperty("libraries").EnumerateObject())
        {
            string[] nameAndVersion = library.Name.Split('/');
            versions[nameAndVersion[0]] = nameAndVersion[1];
        }

        return new RestoredPackages(assemblies, versions);
    }

    private static bool IsManaged(string file)
    {
        try
        {
            _ = System.Reflection.AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
