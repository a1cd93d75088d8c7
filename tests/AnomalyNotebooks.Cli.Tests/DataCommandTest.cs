using AnomalyNotebooks.Cli.Commands;
using AnomalyNotebooks.Cli.Tests.Support;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class DataCommandTest
{
    [Fact]
    public void Its_parts_are_info_generate_import_profile_and_closeness() =>
        Assert.Equal(["closeness", "generate", "import", "info", "profile"],
            DataCommand.Create().Subcommands.Select(command => command.Name).Order());

    [Fact]
    public void Info_of_the_sample_says_synthetic_and_how_to_get_the_data()
    {
        string text = Written(console => DataInfoCommand.Write(console, SyntheticFlows.Generate(FlowProfile.Bundled, 1000, 1)));
        Assert.Contains("UNSW-NB15 synthetic sample, 1,000 flows", text, StringComparison.Ordinal);
        Assert.Matches(@"known file\s+no file", text);
        Assert.Matches(@"Normal\s+449\s+44\.90 %", text);
        Assert.Contains("anomaly data import", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_of_the_real_file_says_that_it_is_known()
    {
        FlowTable flows = FlowSource.Load();
        if (!flows.Origin.IsKnownFile) Assert.Skip($"needs the 82,332 flows of UNSW-NB15. {FlowSource.HowToGetTheData}");
        string text = Written(console => DataInfoCommand.Write(console, flows));
        Assert.Matches(@"known file\s+yes", text);
        Assert.Contains(flows.Origin.Sha256, text, StringComparison.Ordinal);
        Assert.Matches(@"Worms\s+44\s+0\.05 %", text);
    }

    [Fact]
    public void Import_says_where_the_file_is_and_what_is_in_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("UNSW_NB15_training-set.csv");
        string header = string.Join(',', FlowSchema.UnswNb15.FeatureNames.Concat(FlowSchema.UnswNb15.LabelColumns));
        string line = string.Join(',', FlowSchema.UnswNb15.Features.Select(field => field.IsText ? "-" : "1"));
        File.WriteAllLines(path, [header, line + ",Normal,0", line + ",Botnet,1"]);
        string text = Written(console => DataImportCommand.Run(console, path, force: false, folder.File("data")));
        Assert.Contains("UNSW_NB15_training-set.csv: imported", text, StringComparison.Ordinal);
        Assert.Contains("warning: attack_cat 'Botnet' (1 flows) is not among the data set's values", text, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("data/UNSW_NB15_training-set.csv")));
    }

    [Fact]
    public async Task A_bad_file_ends_with_exit_code_1_and_an_unknown_option_with_2()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("bad.csv"), "nothing");
        Assert.Equal(ExitCode.Failed, await CommandLine.RunAsync(["data", "info", "--data", folder.File("bad.csv")]));
        Assert.Equal(ExitCode.Usage, await CommandLine.RunAsync(["data", "info", "--nonsense"]));
    }

    private static string Written(Action<IAnsiConsole> write)
    {
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        write(console);
        return text.ToString();
    }
}
