using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>Addresses of links and pictures that may stand on a page.</summary>
internal static partial class SafeAddress
{
    /// <summary>The address; empty where following it, or showing it, would run code or ask another machine for something
    /// unasked.</summary>
    /// <param name="address">As it stands in the notebook.</param>
    /// <param name="isImage">Whether the browser loads it by itself: then only what the page carries itself is allowed.</param>
    public static string Of(string address, bool isImage)
    {
        // Browsers do not see these, so javascript: may be written with any of them inside.
        string seen = string.Concat(address.Where(c => c > ' ' && !char.IsControl(c)));
        if (seen.StartsWith("//", StringComparison.Ordinal) || seen.StartsWith('\\')) return "";
        string scheme = Scheme().Match(seen).Groups["scheme"].Value.ToLowerInvariant();
        bool isAllowed = isImage
            ? scheme.Length == 0 || Picture().IsMatch(seen)
            : scheme is "" or "http" or "https" or "mailto";
        return isAllowed ? address : "";
    }

    [GeneratedRegex("^(?<scheme>[a-z][a-z0-9+.-]*):", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^data:image/(png|svg\+xml|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Picture();
}
