using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Images;

/// <summary>A Chromium without a window: loads one page, lets its scripts run, and gives back what the page has become.</summary>
internal sealed class Browser
{
    /// <summary>The environment variable that names a browser.</summary>
    public const string Variable = "ANOMALY_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
        "microsoft-edge"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly string path;

    private Browser(string path) => this.path = path;

    /// <summary>The file of the browser.</summary>
    public string Program => path;

    /// <summary>The browser that <see cref="Variable"/> names, else the first Chromium, Chrome or Edge found; null where there is
    /// none.</summary>
    /// <exception cref="AnomalyException">The variable names a file that does not exist.</exception>
    public static Browser? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? new Browser(named)
                : throw new AnomalyException($"{Variable} names a browser that does not exist: {named}");

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> candidates = Names.SelectMany(name =>
            folders.SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") }));
        return candidates.Concat(Places).FirstOrDefault(File.Exists) is { } path ? new Browser(path) : null;
    }

    /// <summary>As <see cref="Find"/>, with an error that says what to do where there is none.</summary>
    /// <exception cref="AnomalyException">No browser.</exception>
    public static Browser Require() => Find() ?? throw new AnomalyException(
        $"Pictures are drawn by Chromium, Chrome or Edge, and none was found on PATH. Install one, or name it in {Variable}.");

    /// <summary>The page's HTML after its scripts have run.</summary>
    /// <param name="page">A local HTML file.</param>
    /// <param name="timeout">How long to wait for the browser.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <exception cref="AnomalyException">The browser did not start, did not finish in time, or gave no page.</exception>
    public async Task<string> DumpAsync(string page, TimeSpan timeout, CancellationToken cancellation = default)
    {
        string profile = Directory.CreateTempSubdirectory("anomaly-browser-").FullName;
        try
        {
            using var process = new Process { StartInfo = Start(page, profile, Environment.IsPrivilegedProcess) };
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(timeout);
            try
            {
                process.Start();
                Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
                string dom = await process.StandardOutput.ReadToEndAsync(deadline.Token);
                await process.WaitForExitAsync(deadline.Token);
                return dom.Length > 0 ? dom : throw new AnomalyException($"{path} gave no page back (exit code {process.ExitCode}). It "
                    + $"said: {LastLine(await errors)}");
            }
            catch (System.ComponentModel.Win32Exception error)
            {
                throw new AnomalyException($"{path} could not be started: {error.Message}", error);
            }
            catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
            {
                throw new AnomalyException($"{path} did not finish within {timeout.TotalSeconds:0} seconds and was stopped.", error);
            }
            finally
            {
                Stop(process);
            }
        }
        finally
        {
            Remove(profile);
        }
    }

    /// <summary>How the browser is started.</summary>
    internal ProcessStartInfo Start(string page, string profile, bool isRoot)
    {
        ProcessStartInfo start = WithoutSandboxChoice(page, profile);
        // Chromium refuses to start as root unless its sandbox is off; for everybody else the sandbox stays.
        if (isRoot) start.ArgumentList.Insert(0, "--no-sandbox");
        return start;
    }

    private ProcessStartInfo WithoutSandboxChoice(string page, string profile) => new(path)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = System.Text.Encoding.UTF8,
        // Virtual time jumps over waiting; what the page computes takes as long as it takes.
        ArgumentList =
        {
            "--headless", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE cdn.plot.ly", "--disable-quic", "--no-first-run",
                "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars", $"--user-data-dir={profile}",
            "--virtual-time-budget=60000", "--dump-dom", new Uri(page).AbsoluteUri,
        },
    };

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It never started, or ended in between.
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // The browser's last helper may still hold a file; the folder is in the system's temporary one.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    private static string LastLine(string text) => text.Trim().Split('\n')[^1];
}
