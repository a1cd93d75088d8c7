using System.CommandLine;
using AnomalyNotebooks.Cli.Scoring;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly schema</c>: what the columns of a file of flows are.</summary>
internal static class SchemaCommand
{
    public static Command Create() => new("schema", "Say what the columns of a file of flows are.") { CreateInfer(), CreateShow() };

    private static Command CreateInfer()
    {
        var file = new Argument<string>("file") { Description =
            "The file of flows: text with any delimiter, a log of Zeek, lines of JSON; plain or gzip; Parquet. '-' for standard input." };
        var keep = new Option<string[]>("--keep")
        {
            Description = "A column to be a feature though it leaks or is an address, a name or a time. May be given again.",
                HelpName = "column",
        };
        var label = new Option<string?>("--label")
        {
            Description = "The column that says what each flow was, of texts or of 0 (normal) and 1 (attack); none where no column does. "
                + "Default: told by names and values.",
            HelpName = "column",
        };
        var output = new Option<string?>("--out") { Description = "Where to write the schema; standard output if not given.",
            HelpName = "file" };
        var command = new Command("infer", "Draft a schema from a file of flows, as JSON to be read and edited.")
        {
            file, keep, label, output,
        };
        command.SetAction(parsed => Infer(Terminal.Output, Console.Error, parsed.GetRequiredValue(file), parsed.GetValue(keep)
            ?? [], parsed.GetValue(label), parsed.GetValue(output)));
        return command;
    }

    private static Command CreateShow()
    {
        var name = new Argument<string>("name") { Description =
            $"One of {string.Join(", ", FlowSchema.KnownNames)}, or a schema's JSON file." };
        var command = new Command("show",
            "Print a schema as JSON: one that comes with the library, or a file that is checked on the way.") { name };
        command.SetAction(parsed =>
        {
            Console.Out.Write(SchemaChoice.Of(parsed.GetRequiredValue(name))!.ToJson());
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Drafts a schema; what was found goes to <paramref name="notes"/>.</summary>
    internal static int Infer(IAnsiConsole console, TextWriter notes, string file, string[] keep, string? label, string? output)
    {
        OutputPlace.RequireNotRead("--out", output, file);
        (FlowSchema schema, IReadOnlyList<string> found) = FlowFiles.Infer(file, keep, label);
        foreach (string note in found) notes.WriteLine(note);
        if (output is null)
        {
            console.Profile.Out.Writer.Write(schema.ToJson());
            return ExitCode.Ok;
        }

        AtomicFile.WriteText(output, schema.ToJson());
        console.WriteLine($"{output}: written. Read it, edit it, and hand it to --schema.");
        return ExitCode.Ok;
    }
}
