using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AnomalyNotebooks.Cli.Packages;

/// <summary>
/// What the packages of this repository are made of, by its lock files, as a bill of materials in CycloneDX 1.6: the same lock files give
/// the same bytes.
/// </summary>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes the bill of all projects under <c>src/</c>.</summary>
    /// <param name="root">The folder of the repository.</param>
    /// <exception cref="AnomalyException">A project has no lock file.</exception>
    public static string Of(string root)
    {
        HashSet<string> buildTools = BuildTools(root);
        var components = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        var dependencies = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (string project in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            string own = "project:" + Path.GetFileNameWithoutExtension(project);
            components[own] = new JsonObject { ["type"] = "application", ["bom-ref"] = own,
                ["name"] = Path.GetFileNameWithoutExtension(project) };
            var direct = dependencies[own] = new SortedSet<string>(StringComparer.Ordinal);
            foreach (JsonElement framework in Locked(project))
            {
                Dictionary<string, string> versions = Packages(framework).ToDictionary(package => package.Name,
                    package => package.Value.GetProperty("resolved").GetString()!, StringComparer.OrdinalIgnoreCase);
                foreach (JsonProperty package in Packages(framework))
                {
                    string reference = Reference(package.Name, versions[package.Name]);
                    if (package.Value.GetProperty("type").GetString() == "Direct") direct.Add(reference);
                    components[reference] = Component(package, reference, buildTools.Contains(package.Name));
                    dependencies[reference] = new SortedSet<string>(Needed(package.Value).Where(versions.ContainsKey)
                        .Select(name => Reference(name, versions[name])), StringComparer.Ordinal);
                }
            }
        }

        return new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application", ["bom-ref"] = "AnomalyNotebooks", ["name"] = "AnomalyNotebooks",
                    ["version"] = typeof(DetectorBundle).Assembly.GetName().Version?.ToString(3),
                    ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "MIT" } }),
                },
            },
            ["components"] = new JsonArray([.. components.Values]),
            ["dependencies"] = new JsonArray([.. dependencies.Select(entry => new JsonObject
            {
                ["ref"] = entry.Key, ["dependsOn"] = new JsonArray([.. entry.Value.Select(on => JsonValue.Create(on))]),
            })]),
        }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Component(JsonProperty package, string reference, bool isBuildTool) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = reference,
        ["name"] = package.Name,
        ["version"] = package.Value.GetProperty("resolved").GetString(),
        ["scope"] = isBuildTool ? "excluded" : "required",
        ["purl"] = reference,
        ["properties"] = new JsonArray(new JsonObject
        {
            ["name"] = "nuget:contentHash", ["value"] = package.Value.GetProperty("contentHash").GetString(),
        }),
    };

    private static string Reference(string name, string version) => $"pkg:nuget/{name}@{version}";

    private static IEnumerable<JsonProperty> Packages(JsonElement framework) =>
        framework.EnumerateObject().Where(package => package.Value.GetProperty("type").GetString() != "Project");

    private static IEnumerable<string> Needed(JsonElement package) => package.TryGetProperty("dependencies", out JsonElement needed)
        ? needed.EnumerateObject().Select(one => one.Name) : [];

    private static List<JsonElement> Locked(string project)
    {
        string file = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
        if (!File.Exists(file)) throw new AnomalyException($"{Workspace.Shorten(project)} has no packages.lock.json: run dotnet restore.");
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(file, Encoding.UTF8));
        return [.. locked.RootElement.GetProperty("dependencies").EnumerateObject().Select(framework => framework.Value.Clone())];
    }

    // Packages that only look at the code while it is built.
    private static HashSet<string> BuildTools(string root) => [.. XDocument.Load(Path.Combine(root, "Directory.Packages.props"))
        .Descendants("ItemGroup").Where(group => (string?)group.Attribute("Label") == "Analyzers")
        .Elements("PackageVersion").Select(package => (string?)package.Attribute("Include") ?? "")];
}
