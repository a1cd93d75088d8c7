using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>A process that runs a peer and answers one line of JSON to each: a script in Python, or a .NET project, which is built first
/// and whose packages nothing else restores. It starts at the first question, so that rows without it need none, and runs on, so that
/// turns can alternate.</summary>
/// <param name="path">The script, or the folder of the project.</param>
internal sealed class Peer(string path) : IDisposable
{
    private Process? process;
    private bool wasStarted;

    /// <summary>Names and versions of what it runs on; null where it was not asked or is not to be had.</summary>
    public string? Versions { get; private set; }

    /// <summary>Why it is not to be had.</summary>
    public string? Missing { get; private set; }

    /// <summary>The number it answers; null where it is not to be had, or failed.</summary>
    public double? Ask(JsonObject request)
    {
        if (!wasStarted) Start();
        return process is null ? null : Ask(process, request)?.GetValue<double>();
    }

    public void Dispose()
    {
        if (process is null) return;
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill();
        process.Dispose();
    }

    // With the first program that answers: a Python may lack what the script imports.
    private void Start()
    {
        wasStarted = true;
        foreach ((string program, string[] arguments) in Commands())
        {
            try
            {
                var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
                    RedirectStandardError = true, UseShellExecute = false };
                // Settings of a workplace that make OpenBLAS slower than a user's.
                start.Environment.Remove("OPENBLAS_CORETYPE");
                start.Environment.Remove("OPENBLAS_L2_SIZE");
                Process started = Process.Start(start)!;
                started.ErrorDataReceived += (_, line) => Missing = string.IsNullOrWhiteSpace(line.Data) ? Missing : line.Data.Trim();
                started.BeginErrorReadLine();
                if (Ask(started, new JsonObject { ["do"] = "versions" }) is JsonObject versions)
                {
                    (process, Versions) = (started, string.Join(", ", versions.Select(version => $"{version.Key} {version.Value}")));
                    break;
                }

                started.WaitForExit();
                started.Dispose();
            }
            catch (Win32Exception error)
            {
                Missing ??= error.Message;
            }
        }

        Console.WriteLine(Versions is null ? $"  without {Path.GetFileName(path)}: {Missing}" : $"  peer: {Versions}");
    }

    private IEnumerable<(string Program, string[] Arguments)> Commands()
    {
        if (Directory.Exists(path))
        {
            Console.WriteLine($"  building {Workspace.Shorten(path)}; the first time, it fetches some hundred megabytes of packages");
            return [("dotnet", ["run", "--project", path])];
        }

        Missing = File.Exists(path) ? null : $"{Workspace.Shorten(path)} is not there";
        if (Missing is not null) return [];
        string[] pythons = Environment.GetEnvironmentVariable("ANOMALY_PYTHON") is { Length: > 0 } chosen ? [chosen]
            : ["python3", "/usr/bin/python3"];
        return pythons.Select(python => (python, (string[])[path]));
    }

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
