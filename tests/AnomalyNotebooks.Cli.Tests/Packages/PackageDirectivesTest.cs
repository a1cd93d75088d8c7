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
            .Code("#r \"nuget: TorchSharp-cpu, 0.107.0\"\n#r \"nuget:Plotly.NET\"\n#i \"nuget: ../artifacts/packages\"\n#i \"nuget: https://example.org/v3/index.json\"")
            .Code("#r \"nuget: Left.Out\"", "skip-execution")
            .Code("  #r \"nuget: Any, *\"\n#r \"nuget: TorchSharp-cpu, 0.107.0\" // again\nvar x = 1;\n// #r \"nuget: A.Comment\"")
            .Build("/tests/notebooks/lesson.ipynb")));

        Assert.Equal(["TorchSharp-cpu 0.107.0", "Plotly.NET", "Any"], directives.References.Select(reference => reference.ToString()));
        Assert.Equal([Path.GetFullPath("/tests/artifacts/packages"), "https://example.org/v3/index.json"], directives.Sources);
    }

    [Fact]
    public void Removing_them_keeps_every_other_line_where_it_was()
    {
        Assert.Equal("\n#r \"../lib/a.dll\"\n\nvar x = 1;", PackageDirectives.Remove("#r \"nuget: A, 1.0\"\n#r \"../lib/a.dll\"\n#i \"nuget: feed\"\nvar x = 1;"));
    }
}
