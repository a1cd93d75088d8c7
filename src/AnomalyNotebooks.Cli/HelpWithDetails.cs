using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AnomalyNotebooks.Cli;

/// <summary>
/// Help in two lengths: the list of commands shows the first paragraph of each description, the help of a command all of it, the
/// rest after the options.
/// </summary>
internal sealed class HelpWithDetails : SynchronousCommandLineAction
{
    private readonly HelpAction usual;
    private readonly Dictionary<Command, string> details = [];

    private HelpWithDetails(HelpAction usual) => this.usual = usual;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a command line this help.</summary>
    public static RootCommand AddTo(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        var help = new HelpWithDetails((HelpAction)option.Action!);
        help.Shorten(root);
        option.Action = help;
        return root;
    }

    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (details.TryGetValue(parseResult.CommandResult.Command, out string? text)) parseResult.InvocationConfiguration.Output.WriteLine(text + "\n");
        return code;
    }

    private void Shorten(Command command)
    {
        foreach (Command inner in command.Subcommands) Shorten(inner);
        string[] parts = (command.Description ?? "").ReplaceLineEndings("\n").Split("\n\n", 2);
        command.Description = parts[0];
        if (parts.Length > 1) details[command] = parts[1];
    }
}
