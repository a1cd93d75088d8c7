using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Packages;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Packages;

public sealed class PackageDirectivesTest
{
    [Fact]
    public void Packages_and_sources_are_read_from_all_cells_each_once()
    {
        PackageDirectives directives = PackageDirectives.In(NotebookPlan.For(new NotebookBuilder()
            .Markdown("#r \"nuget: Not.Code\"")
            .Code("#r \"nuget: TorchSharp-cpu, 0.107.0\"\n#r \"nuget:Plotly.NET, 5.1.0\"\n#i \"nuget: ../artifacts/packages\"\n#i "
                + "\"nuget: https://example.org/v3/index.json\"")
            .Code("#r \"nuget: Left.Out\"", "skip-execution")
            .Code("  #r \"nuget: Any, 1.0.0-beta.2\"\n#r \"nuget: TorchSharp-cpu, 0.107.0\" // again\nvar x = 1;\n// #r \"nuget: "
                + "A.Comment\"")
            .Build("/tests/notebooks/lesson.ipynb")));

        Assert.Equal(["TorchSharp-cpu 0.107.0", "Plotly.NET 5.1.0", "Any 1.0.0-beta.2"], directives.References.Select(reference =>
            reference.ToString()));
        Assert.Equal([Path.GetFullPath("/tests/artifacts/packages"), "https://example.org/v3/index.json"], directives.Sources);
    }

    [Fact]
    public void Removing_them_keeps_every_other_line_where_it_was()
    {
        Assert.Equal("\n#r \"../lib/a.dll\"\n\nvar x = 1;",
            PackageDirectives.Remove("#r \"nuget: A, 1.0\"\n#r \"../lib/a.dll\"\n#i \"nuget: feed\"\nvar x = 1;"));
    }

    [Theory]
    [InlineData("Plotly.NET")]
    [InlineData("Plotly.NET, *")]
    [InlineData("Plotly.NET, 5.*")]
    [InlineData("Plotly.NET, [5.0,6.0)")]
    [InlineData("Plotly.NET, 5.1.0-*")]
    public void A_package_without_an_exact_version_is_refused(string reference) =>
        Assert.Contains("names no exact version", Assert.Throws<NotebookFormatException>(() =>
            PackageDirectives.In(NotebookPlan.For(new NotebookBuilder().Code($"#r \"nuget: {reference}\"").Build()))).Message,
                StringComparison.Ordinal);
}
