namespace AnomalyNotebooks.Cli.Tests;

public sealed class HelpTest
{
    [Fact]
    public void A_users_commands_come_first_and_a_contributors_apart()
    {
        string help = Help();
        string[] parts = help.Split("For work on the project itself:");
        Assert.Equal(2, parts.Length);
        foreach (string name in (string[])["run", "verify", "evaluate", "fit", "runs", "card", "score", "drift", "data", "doctor",
            "present", "export", "export-onnx", "figures"])
            Assert.Matches($@"\n\s+{name}\b", parts[0]);
        foreach (string name in (string[])["bench", "bits", "select", "clean", "readme", "sbom"])
        {
            Assert.DoesNotMatch($@"\n\s+{name}\b", parts[0]);
            Assert.Matches($@"\n\s+{name}\b", parts[1]);
        }
    }

    private static string Help()
    {
        using var output = new StringWriter();
        CommandLine.Create().Parse(["--help"]).Invoke(new() { Output = output });
        return output.ToString().ReplaceLineEndings("\n");
    }
}
