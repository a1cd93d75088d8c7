using Spectre.Console;

namespace AnomalyNotebooks.Cli;

/// <summary>The console that tables and progress are written to.</summary>
internal static class Terminal
{
    private const int LogWidth = 160;

    /// <summary>Standard output; in a log or a pipe plain and wide.</summary>
    public static IAnsiConsole Output { get; } = Create();

    /// <summary>Whether somebody watches: standard output is a terminal and this is no build server.</summary>
    public static bool IsInteractive => Output.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("CI") is null;

    private static IAnsiConsole Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(new StreamWriter(Console.OpenStandardOutput(), Console.OutputEncoding, bufferSize: 1024,
                leaveOpen: true) { AutoFlush = true }),
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (Console.IsOutputRedirected) console.Profile.Width = LogWidth;
        return VisibleText.In(console);
    }
}
