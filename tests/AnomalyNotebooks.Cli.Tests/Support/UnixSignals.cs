using System.Globalization;

namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>What this process inherited from the shell that started it.</summary>
internal static class UnixSignals
{
    private const string Status = "/proc/self/status";
    private const int Interrupt = 2;

    /// <summary>Whether Ctrl+C is ignored, as a script's shell arranges for jobs in its background; their children inherit it.</summary>
    public static bool InterruptIsIgnored
    {
        get
        {
            string? ignored = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line =>
                line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
            return ignored is not null && (ulong.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber,
                CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
        }
    }
}
