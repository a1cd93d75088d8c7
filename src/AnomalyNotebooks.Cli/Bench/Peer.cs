using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>A process that runs a peer, in Python or in .NET, and answers one line of JSON to each; kept running so that turns can
/// alternate.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    private Peer(Process process, JsonNode versions)
    {
        this.process = process;
        Versions = string.Join(", ", versions.AsObject().Select(version => $"{version.Key} {version.Value}"));
    }

    /// <summary>What it has fitted.</summary>
    public HashSet<string> Prepared { get; } = new(StringComparer.Ordinal);

    /// <summary>Names and versions of what it runs on.</summary>
    public string Versions { get; }

    /// <summary>Starts a script with the first Python that has what it imports.</summary>
    /// <returns>Null and the reason where there is none.</returns>
    public static (Peer? Peer, string? Missing) Start(string script)
    {
        if (!File.Exists(script)) return (null, $"{Workspace.Shorten(script)} is not there");
        return Start(Pythons().Select(python => (python, (string[])[script])), "no Python was found");
    }

    /// <summary>Builds and starts a peer's .NET project, whose packages only this restores.</summary>
    /// <returns>Null and the reason where it cannot be built.</returns>
    public static (Peer? Peer, string? Missing) StartProject(string project) => Directory.Exists(project)
        ? Start([("dotnet", ["run", "-c", "Release", "--project", project])], "the .NET SDK was not found")
        : (null, $"{Workspace.Shorten(project)} is not there");

    private static (Peer? Peer, string? Missing) Start(IEnumerable<(string Program, string[] Arguments)> commands, string none)
    {
        string? reason = null;
        foreach ((string program, string[] arguments) in commands)
        {
            try
            {
                var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
                    RedirectStandardError = true, UseShellExecute = false };
                // Settings of a workplace that make OpenBLAS slower than a user's.
                start.Environment.Remove("OPENBLAS_CORETYPE");
                start.Environment.Remove("OPENBLAS_L2_SIZE");
                Process started = Process.Start(start)!;
                started.ErrorDataReceived += (_, line) => reason = string.IsNullOrWhiteSpace(line.Data) ? reason : line.Data.Trim();
                started.BeginErrorReadLine();
                if (Ask(started, new JsonObject { ["do"] = "versions" }) is { } versions) return (new Peer(started, versions), null);
                started.WaitForExit();
                started.Dispose();
            }
            catch (Win32Exception error)
            {
                reason ??= error.Message;
            }
        }

        return (null, reason ?? none);
    }

    /// <summary>The number it answers; null if it failed.</summary>
    public double? Ask(JsonObject request) => Ask(process, request)?.GetValue<double>();

    /// <summary>The largest amount of memory it has held, in MB.</summary>
    public double PeakMegabytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1e6;
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill();
        process.Dispose();
    }

    private static IEnumerable<string> Pythons() =>
        Environment.GetEnvironmentVariable("ANOMALY_PYTHON") is { Length: > 0 } chosen ? [chosen] : ["python3", "/usr/bin/python3"];

    private static JsonNode? Ask(Process process, JsonObject request)
    {
        try
        {
            process.StandardInput.WriteLine(request.ToJsonString());
            process.StandardInput.Flush();
            return process.StandardOutput.ReadLine() is { } line ? JsonNode.Parse(line) : null;
        }
        catch (IOException) // it has ended: its modules are missing
        {
            return null;
        }
    }
}
