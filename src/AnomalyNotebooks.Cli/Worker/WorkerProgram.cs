using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using AnomalyNotebooks.Cli.Running;
using Microsoft.CodeAnalysis.Scripting;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>
/// The process that executes one notebook. It is this program again, started with a hidden first argument; whatever a cell does
/// to it (exit, overflow the stack, hang, be killed), the runner outside keeps what has been computed so far.
/// </summary>
internal static class WorkerProgram
{
    /// <summary>First argument that makes this program a worker; the second is the name of the pipe.</summary>
    public const string Argument = "__execute-cells";

    /// <summary>Runs until the runner closes the pipe.</summary>
    public static async Task<int> RunAsync(string pipeName)
    {
        // Ctrl-C reaches the whole process group: the runner decides what it means.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);

        var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await pipe.ConnectAsync(20_000);

        // Not disposed: the listener takes the end of the channel for the end of the runner.
        var channel = new MessageChannel(pipe);

        Channel<WorkerMessage> requests = Channel.CreateUnbounded<WorkerMessage>();
        _ = Task.Run(() => ListenAsync(channel, requests.Writer));

        await ScriptSession.WarmUpAsync();
        channel.Send(new ReadyMessage());

        if (await requests.Reader.ReadAsync() is not OpenMessage open) return 1;
        Environment.CurrentDirectory = open.Folder;
        var session = new ScriptSession(open.Folder, open.References);
        var console = new BoundedConsole((stream, text) => channel.Send(new PrintedMessage(stream, text)), open.OutputLimit);
        Stream rawOutput = Console.OpenStandardOutput(), rawError = Console.OpenStandardError();
        console.Attach();

        await foreach (WorkerMessage request in requests.Reader.ReadAllAsync())
        {
            if (request is not RunCellMessage run) continue;
            CellDoneMessage done = await RunCellAsync(run, session, console, channel);
            NativeMark.Write(rawOutput, rawError, run.Cell);
            channel.Send(done);
        }

        return 0;
    }

    /// <summary>Reads on a thread of its own, so that the process ends with the runner even while a cell loops for ever.</summary>
    private static async Task ListenAsync(MessageChannel channel, ChannelWriter<WorkerMessage> requests)
    {
        while (await channel.ReceiveAsync() is { } message) await requests.WriteAsync(message);
        Environment.Exit(0);
    }

    private static async Task<CellDoneMessage> RunCellAsync(RunCellMessage run, ScriptSession session, BoundedConsole console,
        MessageChannel channel)
    {
        console.StartCell();
        long start = Stopwatch.GetTimestamp();
        CellError? error = null;
        string cell = ScriptSession.CellName(run.Cell);
        try
        {
            foreach (CodePiece piece in run.Code)
            {
                (bool hasValue, object? value) = await session.RunAsync(piece.Name, piece.Code);
                if (hasValue) channel.Send(new ShownMessage(ValueDisplay.Show(value)));
            }
        }
        catch (CompilationErrorException exception)
        {
            error = CellErrors.FromCompilation(cell, exception);
        }
        catch (Exception exception)
        {
            error = CellErrors.FromException(cell, exception);
        }

        console.EndCell();
        return new CellDoneMessage(run.Cell, Stopwatch.GetElapsedTime(start).TotalSeconds, error);
    }
}
