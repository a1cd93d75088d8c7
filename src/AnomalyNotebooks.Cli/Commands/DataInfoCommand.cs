using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly data info</c>: what is loaded, from where, and whether it is the known file.</summary>
internal static class DataInfoCommand
{
    public static Command Create()
    {
        Option<string?> data = DataCommand.DataOption();
        var command = new Command("info", "Print what is loaded, from where, its SHA-256 and whether that is the known file.") { data };
        command.SetAction(parsed =>
        {
            Write(Terminal.Output, FlowSource.Load(parsed.GetValue(data)));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Writes what is known of a table.</summary>
    internal static void Write(IAnsiConsole console, FlowTable flows)
    {
        var facts = new Grid().AddColumn().AddColumn();
        void Fact(string name, string value) => facts.AddRow(new Text(name), new Text(value));
        Fact("data", flows.Origin.Title);
        Fact("from", flows.Origin.Path is { } path ? Workspace.Shorten(path) : "generated from the library's profile of the real file");
        Fact("partition", Partition(flows.Origin));
        Fact("SHA-256", flows.Origin.Sha256);
        Fact("known file", Known(flows.Origin));
        Fact("features", string.Create(CultureInfo.InvariantCulture, $"{FlowSchema.UnswNb15.NumericFeatures.Count} numbers, {FlowSchema.UnswNb15.CategoryFeatures.Count} texts"));
        console.Write(facts);
        console.Write(Categories(flows));
        foreach (string warning in flows.Warnings) console.WriteLine($"warning: {warning}");
        if (flows.Origin.IsSynthetic) console.WriteLine($"No partition file found, hence the synthetic sample. {FlowSource.HowToGetTheData}");
    }

    private static Table Categories(FlowTable flows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("attack_cat").AddColumn(new Spectre.Console.TableColumn("flows").RightAligned()).AddColumn(new Spectre.Console.TableColumn("share").RightAligned());
        foreach (var category in flows.AttackCategory.Values.Select(name => (Name: name, Flows: flows.RowsOf(name).Length)).OrderByDescending(category => category.Flows))
        {
            double share = (double)category.Flows / flows.Count;
            table.AddRow(new Text(category.Name), new Text(category.Flows.ToString("N0", CultureInfo.InvariantCulture)), new Text(share.ToString("0.00 %", CultureInfo.InvariantCulture)));
        }

        return table;
    }

    private static string Partition(FlowOrigin origin) => origin.Partition switch
    {
        FlowPartition.OfficialTraining => "the 175,341 flows that the literature trains on",
        FlowPartition.OfficialTesting => "the 82,332 flows that the literature tests on",
        _ => "neither of the two of UNSW-NB15",
    };

    private static string Known(FlowOrigin origin) => origin switch
    {
        { IsSynthetic: true } => "no file",
        { IsKnownFile: true } => "yes: the one that the workbook's numbers come from",
        { Partition: FlowPartition.OfficialTesting } => "no: as many flows, but not the same bytes (other line ends, no byte order mark, or other values)",
        _ => "no",
    };
}
