using System.CommandLine;
using System.Globalization;
using AnomalyNotebooks.Cli.Scoring;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly data info</c>: what is loaded, from where, and whether it is the known file.</summary>
internal static class DataInfoCommand
{
    public static Command Create()
    {
        Option<string?> data = DataCommand.DataOption();
        var file = new Argument<string?>("file")
        {
            Description = "A file of flows of any known format ('-' for standard input); the data set's own if not given.",
                Arity = ArgumentArity.ZeroOrOne,
        };
        file.Validators.Add(result =>
        {
            // An option misspelt is no file.
            if (result.Tokens is [{ Value: ['-', not '\0', ..] value }, ..]) result.AddError($"Unrecognized option '{value}'.");
        });
        var schema = new Option<string?>("--schema") { Description = "What its columns are: a name, or a JSON file.",
            HelpName = "name or file" };
        var command = new Command("info",
            "Print what is loaded, from where, what is missing, its SHA-256 and whether it is the known file.") { file, data, schema };
        command.SetAction(parsed =>
        {
            FlowSchema? columns = SchemaChoice.Of(parsed.GetValue(schema));
            string? path = parsed.GetValue(file) ?? (columns is null ? null : parsed.GetValue(data));
            Write(Terminal.Output, path is null ? FlowSource.Load(parsed.GetValue(data)) : FlowFiles.Load(path, columns));
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
        bool isPartition = flows.Schema.Name == FlowSchema.UnswNb15.Name;
        Fact("schema", flows.Schema.Name);
        if (isPartition) Fact("partition", Partition(flows.Origin));
        Fact("SHA-256", flows.Origin.Sha256);
        if (isPartition) Fact("known file", Known(flows.Origin));
        Fact("features", string.Create(CultureInfo.InvariantCulture, $"{flows.Schema.NumericFeatures.Count} numbers, "
            + $"{flows.Schema.CategoryFeatures.Count} texts"));
        string missing = string.Join(", ", flows.MissingValues().Select(column =>
            string.Create(CultureInfo.InvariantCulture, $"{column.Column} {column.Missing:N0}")));
        Fact("missing", missing.Length > 0 ? missing : "none");
        console.Write(facts);
        if (flows.IsLabelled) console.Write(Categories(flows));
        else console.WriteLine("no labels: all flows are taken as normal");
        foreach (string warning in flows.Warnings) console.WriteLine($"warning: {warning}");
        if (flows.Origin.IsSynthetic)
            console.WriteLine($"No partition file found, hence the synthetic sample. {FlowSource.HowToGetTheData}");
    }

    private static Table Categories(FlowTable flows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(flows.Schema.LabelColumns[0]).AddColumn(new Spectre.Console.TableColumn("flows").RightAligned())
            .AddColumn(new Spectre.Console.TableColumn("share").RightAligned());
        foreach (var category in flows.AttackCategory.Values.Select(name => (Name: name, Flows: flows.RowsOf(name).Length))
            .OrderByDescending(category => category.Flows))
        {
            double share = (double)category.Flows / flows.Count;
            table.AddRow(new Text(category.Name), new Text(category.Flows.ToString("N0", CultureInfo.InvariantCulture)),
                new Text(share.ToString("0.00 %", CultureInfo.InvariantCulture)));
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
        { Partition: FlowPartition.OfficialTesting } =>
            "no: as many flows, but not the same bytes (other line ends, no byte order mark, or other values)",
        _ => "no",
    };
}
