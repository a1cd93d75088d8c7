using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AnomalyNotebooks.Cli;

/// <summary>
/// Help in two lengths: the list of commands shows the first paragraph of each description, the help of a command all of it, the
/// rest after the options. Commands that only contributors need stand in a list of their own.
/// </summary>
internal sealed class HelpWithDetails : SynchronousCommandLineAction
{
    private readonly HelpAction usual;
    private readonly IReadOnlyList<Command> contributors;
    private readonly Dictionary<Command, string> details = [];

    private HelpWithDetails(HelpAction usual, IReadOnlyList<Command> contributors)
    {
        this.usual = usual;
        this.contributors = contributors;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a command line this help.</summary>
    /// <param name="root">The command line.</param>
    /// <param name="forContributors">Which of its commands are listed apart.</param>
    public static RootCommand AddTo(RootCommand root, IReadOnlyList<Command> forContributors)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        var help = new HelpWithDetails((HelpAction)option.Action!, forContributors);
        help.Shorten(root);
        option.Action = help;
        return root;
    }

    public override int Invoke(ParseResult parseResult)
    {
        bool isRoot = parseResult.CommandResult.Command is RootCommand;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        foreach (Command command in contributors) command.Hidden = isRoot;
        int code = usual.Invoke(parseResult);
        foreach (Command command in contributors) command.Hidden = false;
        if (isRoot) WriteContributors(output);
        if (details.TryGetValue(parseResult.CommandResult.Command, out string? text)) output.WriteLine(text + "\n");
        return code;
    }

    private void WriteContributors(TextWriter output)
    {
        int width = contributors.Max(command => command.Name.Length);
        output.WriteLine("For work on the project itself:");
        foreach (Command command in contributors)
            output.WriteLine($"  {command.Name.PadRight(width)}  {command.Description?.ReplaceLineEndings(" ")}");
        output.WriteLine();
    }

    private void Shorten(Command command)
    {
        foreach (Command inner in command.Subcommands) Shorten(inner);
        string[] parts = (command.Description ?? "").ReplaceLineEndings("\n").Split("\n\n", 2);
        command.Description = parts[0];
        if (parts.Length > 1) details[command] = parts[1];
    }
}
