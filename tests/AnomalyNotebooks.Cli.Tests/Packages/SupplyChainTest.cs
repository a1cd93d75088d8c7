using System.Text.Json;
using System.Xml.Linq;
using AnomalyNotebooks.Cli.Packages;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Packages;

/// <summary>Which packages come in, from where, and what is said of it.</summary>
public sealed class SupplyChainTest
{
    [Fact]
    public void Every_project_has_a_lock_file() => Assert.All(
        ((string[])["src", "tests"]).SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories)),
        project => Assert.NotEmpty(Directory.EnumerateFiles(Path.GetDirectoryName(project)!, "packages*.lock.json")));

    [Fact]
    public void All_packages_come_from_one_source_whose_address_the_machine_knows()
    {
        XElement settings = XDocument.Load(Path.Combine(Repository.Root, "nuget.config")).Root!;
        XElement source = Assert.Single(settings.Element("packageSourceMapping")!.Elements("packageSource"));
        Assert.Equal("nuget.org", (string?)source.Attribute("key"));
        Assert.Equal("*", (string?)Assert.Single(source.Elements("package")).Attribute("pattern"));
        Assert.Null(settings.Element("packageSources"));
    }

    [Fact]
    public void The_bill_of_materials_names_what_the_lock_files_name_and_repeats()
    {
        string bill = BillOfMaterials.Of(Repository.Root);
        Assert.Equal(bill, BillOfMaterials.Of(Repository.Root));

        using JsonDocument document = JsonDocument.Parse(bill);
        Assert.Equal("CycloneDX", document.RootElement.GetProperty("bomFormat").GetString());
        HashSet<string> known = [.. document.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => component.GetProperty("bom-ref").GetString()!)];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "packages.lock.json",
            SearchOption.AllDirectories))
        {
            using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonProperty package in locked.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject()))
            {
                if (package.Value.TryGetProperty("resolved", out JsonElement version))
                    Assert.Contains($"pkg:nuget/{package.Name}@{version.GetString()}", known);
            }
        }

        Assert.All(document.RootElement.GetProperty("dependencies").EnumerateArray(), entry => Assert.All(
            entry.GetProperty("dependsOn").EnumerateArray(), on => Assert.Contains(on.GetString()!, known)));
    }
}
