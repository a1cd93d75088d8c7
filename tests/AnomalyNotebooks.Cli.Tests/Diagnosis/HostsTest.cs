using AnomalyNotebooks.Cli.Diagnosis;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Diagnosis;

public sealed class HostsTest
{
    [Fact]
    public void An_empty_machine_has_our_runner_alone_and_is_told_what_to_do()
    {
        using var folder = new TemporaryFolder();

        IReadOnlyList<Finding> findings = Hosts.Examine(folder.Path, folder.Path, "");

        Assert.Equal(Health.Missing, findings[0].Health);
        Assert.Equal(["anomaly run", "dotnet run"], findings.Where(finding => finding.Health == Health.Good).Select(finding =>
            finding.What));
        Assert.All(findings.Where(finding => finding.Health != Health.Good), finding => Assert.NotEmpty(finding.Advice));
    }

    [Fact]
    public void What_is_installed_is_found_and_a_script_of_another_folder_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        foreach (string made in (string[])[".vscode/extensions/ms-dotnettools.dotnet-interactive-vscode-1.0.1",
            ".local/share/jupyter/kernels/.net-csharp", "bin", "artifacts/lib"]) Directory.CreateDirectory(folder.File(made));
        File.WriteAllText(folder.File("bin/verso"), "");
        string script = folder.File("artifacts/lib/AnomalyNotebooks.csx");

        File.WriteAllText(script, "#r \"/elsewhere/artifacts/lib/AnomalyNotebooks.dll\"");
        Assert.Contains("the clone has moved", Hosts.Examine(folder.Path, folder.Path, folder.File("bin"))[0].Found,
            StringComparison.Ordinal);
        File.WriteAllText(script, $"#r \"{folder.File("artifacts/lib/AnomalyNotebooks.dll")}\"");
        Assert.All(Hosts.Examine(folder.Path, folder.Path, folder.File("bin")), finding => Assert.Equal(Health.Good, finding.Health));
    }

    [Fact]
    public void A_tool_that_the_manifest_restored_counts_in_its_version()
    {
        using var folder = new TemporaryFolder();
        foreach (string made in (string[])[".config", ".nuget/packages/microsoft.dotnet-interactive/1.0.1"])
            Directory.CreateDirectory(folder.File(made));

        Assert.Equal(Health.Good, WithVersion("1.0.1").Health);
        Assert.Equal(Health.Optional, WithVersion("1.0.2").Health);

        Finding WithVersion(string version)
        {
            File.WriteAllText(folder.File(".config/dotnet-tools.json"),
                "{\"tools\":{\"microsoft.dotnet-interactive\":{\"version\":\"" + version + "\"}}}");
            return Hosts.Examine(folder.Path, folder.Path, "").Single(finding => finding.What == ".NET Interactive");
        }
    }
}
