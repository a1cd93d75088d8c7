using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>A disk of a few hundred kilobytes, where the system lets us mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    public static SmallDisk? Mount(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return null;
        return Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    public void Dispose() => Run("umount", "-l", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true,
            UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
