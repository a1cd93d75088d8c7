using System.IO.Compression;
using System.Text;
using AnomalyNotebooks.Cli.Packages;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AnomalyNotebooks.Cli.Tests.Packages;

public sealed class PackageRestorerTest
{
    private static readonly PackageReference[] Wanted = [new("TorchSharp-cpu", "0.107.0"), new("Plotly.NET", null)];

    // Strong names, whose versions count; nobody checks the signature.
    private static readonly CSharpCompilationOptions Signed = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        .WithCryptoPublicKey([.. typeof(object).Assembly.GetName().GetPublicKey()!]).WithPublicSign(true);

    [Fact]
    public async Task A_notebook_uses_a_package_from_a_folder_and_its_exact_versions_are_known()
    {
        using var feed = new TemporaryFolder();
        Pack(feed, "Anomaly.Test.Core", "2.0.1", "namespace Core; public static class Base { public static int Two => 2; }",
            dependencies: "");
        Pack(feed, "Anomaly.Test.Greeter", "1.2.3",
            "public static class Greeter { public static string Greet(string name) => $\"Hello {name}\"; }",
            "<dependency id=\"Anomaly.Test.Core\" version=\"2.0.0\" />");

        NotebookRun run = await Lesson.RunAsync(
            new NotebookBuilder()
                .Code("#r \"nuget: Anomaly.Test.Greeter, 1.2.3\"\nvar greeting = Greeter.Greet(\"you\");")
                .Code("$\"{greeting} {Core.Base.Two}\""),
            options => options with { PackageFeeds = [feed.Path] },
            TestContext.Current.CancellationToken);

        Assert.Null(run.SkippedBecause);
        Assert.Equal("Hello you 2", run.Value(2));
        Assert.Equal("1.2.3", run.Packages.Versions["Anomaly.Test.Greeter"]);
        Assert.Equal("2.0.1", run.Packages.Versions["Anomaly.Test.Core"]);
    }

    [Fact]
    public async Task Packages_built_against_two_versions_of_a_third_fit_together()
    {
        using var feed = new TemporaryFolder();
        byte[] first = Pack(feed, "Anomaly.Test.Shared", "1.0.0",
            "[assembly: System.Reflection.AssemblyVersion(\"1.0.0.0\")] public class Box { }", dependencies: "");
        byte[] second = Pack(feed, "Anomaly.Test.Shared", "2.0.0",
            "[assembly: System.Reflection.AssemblyVersion(\"2.0.0.0\")] public class Box { }", dependencies: "");
        Pack(feed, "Anomaly.Test.Maker", "1.0.0", "public static class Maker { public static Box Make() => new Box(); }",
            "<dependency id=\"Anomaly.Test.Shared\" version=\"1.0.0\" />", first);
        Pack(feed, "Anomaly.Test.Taker", "1.0.0",
            "public static class Taker { public static string Take() => Open(Maker.Make()); static string Open(Box box) => \"opened\"; }",
            "<dependency id=\"Anomaly.Test.Shared\" version=\"2.0.0\" /><dependency id=\"Anomaly.Test.Maker\" version=\"1.0.0\" />", second,
            File.ReadAllBytes(feed.File("Anomaly.Test.Maker.dll")));

        NotebookRun run = await Lesson.RunAsync(
            new NotebookBuilder().Code("#r \"nuget: Anomaly.Test.Taker, 1.0.0\"\nTaker.Take()"),
            options => options with { PackageFeeds = [feed.Path] },
            TestContext.Current.CancellationToken);

        Assert.Equal("opened", run.Value(1));
    }

    [Fact]
    public async Task A_notebook_whose_package_cannot_be_had_is_left_out_with_the_packages_name()
    {
        NotebookRun run = await Lesson.RunAsync(
            new NotebookBuilder().Code("#r \"nuget: Anomaly.Test.Is.Nowhere, 7.0.0\"\n1 + 1"), stop: TestContext.Current.CancellationToken);

        Assert.Equal(CellStatus.Skipped, run.Status);
        Assert.True(run.Succeeded);
        Assert.Empty(run.Cells);
        Assert.Contains("Anomaly.Test.Is.Nowhere 7.0.0", run.SkippedBecause, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.SkippedBecause!);
        Assert.Equal(ExitCode.Ok, new WorkbookRun([run], [], 1).ExitCode);
        Assert.Equal(ExitCode.Failed, new WorkbookRun([run], [], 1) { IsStrict = true }.ExitCode);
    }

    [Theory]
    [InlineData("p.csproj : error NU1101: Unable to find package TorchSharp-cpu. No packages exist with this id in source(s): feed",
        "package TorchSharp-cpu 0.107.0 is not on the configured package sources")]
    [InlineData("p.csproj : error NU1102: Unable to find package Plotly.NET with version (>= 9.0.0)",
        "package Plotly.NET is not on the configured package sources in this version")]
    [InlineData("p.csproj : error NU1101: Unable to find package SkiaSharp. No packages exist",
        "package SkiaSharp, which TorchSharp-cpu 0.107.0, Plotly.NET needs, is not on the configured package sources")]
    [InlineData("p.csproj : error NU1301: Unable to load the service index for source x.",
        "the packages TorchSharp-cpu 0.107.0, Plotly.NET could not be restored: a package source cannot be reached")]
    [InlineData("", "the packages TorchSharp-cpu 0.107.0, Plotly.NET could not be restored: the restore failed without a message")]
    public void The_reason_names_the_package(string log, string expected)
    {
        Assert.Equal(expected, PackageRestorer.Explain(log, Wanted));
    }

    [Theory]
    [InlineData("x.so: /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by x.so)\n\tlibm.so.6 => /lib/libm.so.6",
        "GLIBCXX_3.4.32")]
    [InlineData("\tlibm.so.6 => /lib/libm.so.6 (0x1)\n\tlibcuda.so.1 => not found", null)]
    [InlineData("", null)]
    public void A_library_for_a_newer_system_is_recognised_by_the_version_it_asks_for(string answer, string? expected)
    {
        Assert.Equal(expected, NativeLibraries.MissingVersion(answer));
    }

    /// <summary>Puts a package with one class into a folder, and its assembly beside it.</summary>
    private static byte[] Pack(TemporaryFolder feed, string id, string version, string code, string dependencies,
        params byte[][] references)
    {
        using var assembly = new MemoryStream();
        var compiled = CSharpCompilation.Create(
            id, [CSharpSyntaxTree.ParseText(code)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                .. references.Select(reference => MetadataReference.CreateFromImage(reference))], Signed).Emit(assembly);
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));
        File.WriteAllBytes(feed.File($"{id}.dll"), assembly.ToArray());

        using ZipArchive package = ZipFile.Open(feed.File($"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (Stream library = package.CreateEntry($"lib/net10.0/{id}.dll").Open()) library.Write(assembly.ToArray());
        using Stream manifest = package.CreateEntry($"{id}.nuspec").Open();
        manifest.Write(Encoding.UTF8.GetBytes(
            $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{id}</id><version>{version}</version><authors>test</authors><description>test</description>
              <dependencies><group targetFramework="net10.0">{dependencies}</group></dependencies>
            </metadata></package>
            """));
        return assembly.ToArray();
    }
}
