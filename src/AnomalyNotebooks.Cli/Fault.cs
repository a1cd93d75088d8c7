using System.ComponentModel;
using System.Reflection;
using System.Security;

namespace AnomalyNotebooks.Cli;

/// <summary>What users are told of anything that went wrong: one sentence, and an exit code. Never a stack trace.</summary>
internal static class Fault
{
    /// <summary>The environment variable that asks for the stack trace of an error of the program itself.</summary>
    public const string TraceVariable = "ANOMALY_TRACE";

    private const int LongestMessage = 4_000;

    /// <summary>Tells it on standard error, where that is still there.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Report(Exception error)
    {
        error = Unwrap(error);
        (string text, int code) = error switch
        {
            OperationCanceledException => ("Stopped.", ExitCode.Stopped),
            UsageException => ($"error: {error.Message}", ExitCode.Usage),
            AnomalyException => ($"error: {error.Message}", ExitCode.Failed),
            OutOfMemoryException or InsufficientMemoryException =>
                ("error: There is not enough memory for this. Use fewer flows, or a machine with more.", ExitCode.Failed),
            UnauthorizedAccessException or IOException or SecurityException or Win32Exception =>
                ($"error: {error.Message}", ExitCode.Failed),
            _ => ($"error: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")} (an error of this program: please report it, "
                + $"with what {TraceVariable}=1 adds)", ExitCode.Failed),
        };
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1") text += $"\n{error}";
        try
        {
            Console.Error.WriteLine(text.Length <= LongestMessage ? text : text[..LongestMessage] + "…");
        }
        catch (Exception unheard) when (unheard is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Standard error is full or closed: the exit code has to say it.
        }

        return code;
    }

    // What reflection, tasks and static constructors wrap around an error says nothing to a user.
    private static Exception Unwrap(Exception error)
    {
        while (error is AggregateException or TargetInvocationException or TypeInitializationException && error.InnerException is { } inner)
            error = inner;
        return error;
    }
}
