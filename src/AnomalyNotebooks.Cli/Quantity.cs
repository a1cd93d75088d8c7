using System.Globalization;

namespace AnomalyNotebooks.Cli;

/// <summary>Times and sizes as people type them.</summary>
internal static class Quantity
{
    /// <summary>Reads <c>90</c>, <c>90s</c>, <c>5m</c> or <c>1h</c>.</summary>
    /// <exception cref="UsageException">Anything else, or nothing above zero.</exception>
    public static TimeSpan Time(string option, string text)
    {
        (string number, double unit) = text.Trim().ToLowerInvariant() switch
        {
            [.. var digits, 'h'] => (digits, 3600.0),
            [.. var digits, 'm'] => (digits, 60.0),
            [.. var digits, 's'] => (digits, 1.0),
            var digits => (digits, 1.0),
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value * unit is > 0 and < 1e6
            ? TimeSpan.FromSeconds(value * unit)
            : throw new UsageException($"{option} '{text}': expected a time such as 90 (seconds), 90s, 5m or 1h.");
    }

    /// <summary>Reads <c>800MB</c> or <c>2GB</c>, in bytes.</summary>
    /// <exception cref="UsageException">Anything else, or less than 64 MB.</exception>
    public static long Size(string option, string text)
    {
        (string number, double unit) = text.Trim().ToUpperInvariant() switch
        {
            [.. var digits, 'G', 'B'] => (digits, 1024.0 * 1024 * 1024),
            [.. var digits, 'M', 'B'] => (digits, 1024.0 * 1024),
            [.. var digits, 'G'] => (digits, 1024.0 * 1024 * 1024),
            [.. var digits, 'M'] => (digits, 1024.0 * 1024),
            var digits => (digits, 0.0),
        };
        const double least = 64.0 * 1024 * 1024;
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value * unit is >= least and < 1e15
            ? (long)(value * unit)
            : throw new UsageException($"{option} '{text}': expected a size of at least 64MB, such as 800MB or 2GB.");
    }
}
