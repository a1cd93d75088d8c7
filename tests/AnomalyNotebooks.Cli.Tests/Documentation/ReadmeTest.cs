using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Commands;
using AnomalyNotebooks.Cli.Documentation;

namespace AnomalyNotebooks.Cli.Tests.Documentation;

public sealed class ReadmeTest
{
    private static readonly string Root = Workspace.FindRoot(AppContext.BaseDirectory)!;
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "README.md"));

    public static TheoryData<string> Documents => [.. ReadmeCommand.Documents.Select(document => document.Place)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_tables_of_a_document_are_those_that_the_committed_results_make(string place)
    {
        string text = File.ReadAllText(Path.Combine(Root, place));
        Assert.Equal(Readme.Fill(text, ReadmeCommand.Documents.Single(document => document.Place == place).Parts(Root)), text);
    }

    [Fact]
    public void The_reviewers_checklist_leads_somewhere()
    {
        string text = File.ReadAllText(Path.Combine(Root, ReviewChecklist.Place));

        string[] targets = [.. Regex.Matches(text, @"\]\(\.\./(?<target>[^)#]+)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["target"].Value)];
        Assert.True(targets.Length > 10);
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(Root, target)), target));
    }

    [Fact]
    public void Its_commands_are_commands_of_ours_with_options_that_exist()
    {
        string[] commands = [.. Regex.Matches(Text, @"^dotnet run --project src/AnomalyNotebooks\.Cli(?: -c Release)? -- (?<rest>[^#\n]+)",
            RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["rest"].Value.Trim())];
        Assert.Contains("run", commands);
        Assert.All(commands, command => Assert.Empty(CommandLine.Create().Parse(command).Errors));
    }

    [Fact]
    public void Its_test_command_is_the_one_that_ci_runs()
    {
        Assert.Contains("\ndotnet test AnomalyNotebooks.sln\n", Text, StringComparison.Ordinal);
        Assert.Contains("\ndotnet test AnomalyNotebooks.sln 2>&1", File.ReadAllText(Path.Combine(Root, ".ci", "run")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Its_links_lead_somewhere()
    {
        string[] targets = [.. Regex.Matches(Text, @"\]\((?<target>[^)#:]+)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["target"].Value)];
        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(Root, target)), target));
    }

    [Fact]
    public void A_part_without_a_place_is_named() =>
        Assert.Contains("'facts'", Assert.Throws<AnomalyException>(() =>
            Readme.Fill("# Title", new Dictionary<string, string> { ["facts"] = "x" })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_place_without_a_part_is_named() =>
        Assert.Contains("'facts'", Assert.Throws<AnomalyException>(() =>
            Readme.Fill("<!-- facts:begin --><!-- facts:end -->", new Dictionary<string, string>())).Message, StringComparison.Ordinal);
}
