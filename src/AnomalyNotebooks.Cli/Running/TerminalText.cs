using System.Text;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Text as a terminal would leave it on the screen.</summary>
internal static class TerminalText
{
    /// <summary>Applies carriage returns: of a line that was written over and over, as progress bars do, the last state remains.</summary>
    public static string Settle(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!text.Contains('\r', StringComparison.Ordinal)) return text;
        var settled = new StringBuilder(text.Length);
        foreach (string line in text.Split('\n'))
        {
            string kept = "";
            foreach (string version in line.Split('\r'))
                kept = version.Length >= kept.Length ? version : version + kept[version.Length..];
            settled.Append(kept).Append('\n');
        }

        settled.Length--;
        return settled.ToString();
    }
}
