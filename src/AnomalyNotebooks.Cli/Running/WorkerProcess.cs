using System.Diagnostics;
using System.IO.Pipes;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The runner's side of a process that executes one notebook.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int KeptCharacters = 64_000;

    private static readonly string Program = typeof(WorkerProcess).Assembly.Location;

    private readonly Process process;
    private readonly NamedPipeServerStream pipe;
    private readonly MessageChannel channel;
    private readonly NativeText nativeOutput = new(KeptCharacters);
    private readonly NativeText nativeError = new(KeptCharacters);
    private readonly Task pumps;

    private WorkerProcess(Process process, NamedPipeServerStream pipe)
    {
        this.process = process;
        this.pipe = pipe;
        channel = new MessageChannel(pipe);
        pumps = Task.WhenAll(nativeOutput.ReadAsync(process.StandardOutput), nativeError.ReadAsync(process.StandardError));
    }

    /// <summary>The process's id.</summary>
    public int Id => process.Id;

    /// <summary>Whether the process is gone.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Starts a process and lets its compiler warm up; it waits for <see cref="OpenMessage"/>.</summary>
    /// <param name="options">How the workbook is run.</param>
    /// <param name="processors">How many processors it is to use; where several notebooks run side by side each has its own, and none
    /// waits for threads that another keeps from running.</param>
    public static WorkerProcess Start(RunOptions options, int processors)
    {
        string pipeName = $"anomaly-{Environment.ProcessId}-{Guid.NewGuid():N}";
        NamedPipeServerStream server = OpenPipe(pipeName);
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["exec", .. DependenciesWithoutLibrary(), Program, WorkerProgram.Argument, pipeName])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        // A lesson is over before most methods repay being compiled a second time, the compiler's above all.
        start.Environment.TryAdd("DOTNET_TC_CallCountThreshold", "12C");
        if (processors < Environment.ProcessorCount)
            start.Environment["DOTNET_PROCESSOR_COUNT"] = processors.ToString("X", System.Globalization.CultureInfo.InvariantCulture);
        if (options.Data is not null) start.Environment["UNSW_NB15_DIR"] = options.Data;
        if (options.MemoryLimit is { } limit)
            start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("X", System.Globalization.CultureInfo.InvariantCulture);
        Process started = Process.Start(start)!;
        started.StandardInput.Close(); // whatever a cell reads there has an end
        return new WorkerProcess(started, server);
    }

    private static NamedPipeServerStream OpenPipe(string name)
    {
        try
        {
            return new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
                PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        }
        catch (Exception error) when (error is IOException or ArgumentException or System.Net.Sockets.SocketException
            or UnauthorizedAccessException)
        {
            throw new AnomalyException(
                $"No connection to a notebook's process could be opened in the temporary folder {Path.GetTempPath()}: {error.Message} "
                    + "The variable TMPDIR names another folder; its path must be short.", error);
        }
    }

    /// <summary>Waits until the process is ready and tells it which notebook to expect.</summary>
    public async Task OpenAsync(OpenMessage open, CancellationToken cancellation)
    {
        Task connected = pipe.WaitForConnectionAsync(cancellation);
        Task exited = process.WaitForExitAsync(cancellation);
        if (await Task.WhenAny(connected, exited) == exited || await channel.ReceiveAsync(cancellation) is not ReadyMessage)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new AnomalyException($"The process that executes notebooks did not start ({await DescribeEndAsync()}).");
        }

        channel.Send(open);
    }

    /// <summary>Sends a message to the process; does nothing where it has gone (the next receive tells).</summary>
    public void Send(WorkerMessage message)
    {
        try
        {
            channel.Send(message);
        }
        catch (IOException)
        {
            // The end of the process is noticed, and explained, where its answer is awaited.
        }
    }

    /// <summary>The next message; null when the process has ended.</summary>
    public Task<WorkerMessage?> ReceiveAsync(CancellationToken cancellation) => channel.ReceiveAsync(cancellation);

    /// <summary>What native code (or the runtime, before its end) wrote past the console while a cell ran.</summary>
    public async Task<(string Output, string Error)> TakeNativeTextAsync(int cell) =>
        (await nativeOutput.TakeAsync(cell), await nativeError.TakeAsync(cell));

    /// <summary>Why the process has ended, for people.</summary>
    public async Task<ProcessEnd> DescribeEndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            await pumps.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }

        return ProcessEnd.Explain(process.HasExited ? process.ExitCode : null, nativeError.Take());
    }

    /// <summary>What the process has used so far; null where it has gone.</summary>
    public ProcessUsage? Usage
    {
        get
        {
            try
            {
                process.Refresh();
                return process.HasExited ? null : new ProcessUsage(process.PeakWorkingSet64 is > 0 and var peak ? peak
                    : null, process.TotalProcessorTime.TotalSeconds);
            }
            catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception
                or NotSupportedException)
            {
                return null;
            }
        }
    }

    /// <summary>Ends the process and all that it started, at once.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It was faster.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        channel.Dispose();
        await pipe.DisposeAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // A process that a kill does not end is the system's matter.
        }

        process.Dispose();
    }

    /// <summary>
    /// Makes the process start without the library that this program uses: the notebook's <c>#r</c> decides which one it gets, and
    /// one among the program's own assemblies would win over it. (The list is written by the build.)
    /// </summary>
    private static string[] DependenciesWithoutLibrary()
    {
        string list = Path.ChangeExtension(Program, ".worker.deps.json");
        return File.Exists(list) ? ["--depsfile", list] : [];
    }
}
