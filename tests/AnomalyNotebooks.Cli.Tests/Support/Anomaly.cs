using System.Diagnostics;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>The command line as users start it: a process of its own, with its output, errors and exit code.</summary>
internal static class Anomaly
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs the command line in a folder.</summary>
    public static Task<Outcome> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], arguments);

    /// <summary>The same with environment variables of its own.</summary>
    public static async Task<Outcome> RunAsync(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        using Process process = Start(folder, takesInput: false, environment, arguments);
        using var patience = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token),
            error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the command line; the caller waits for its end.</summary>
    public static Process Start(string folder, params string[] arguments) => Start(folder, takesInput: false, arguments);

    /// <summary>Starts the command line, with standard input from the caller if asked.</summary>
    public static Process Start(string folder, bool takesInput, params string[] arguments) => Start(folder, takesInput, [], arguments);

    private static Process Start(string folder, bool takesInput, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = takesInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments.Prepend(typeof(RunOptions).Assembly.Location)) start.ArgumentList.Add(argument);
        start.Environment.Remove(FlowSource.DirectoryVariable);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
