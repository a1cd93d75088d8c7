using System.Globalization;
using System.Text;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Texts that come from a file of flows, made harmless for where they go.</summary>
internal static class SafeText
{
    /// <summary>A field of a CSV file that a spreadsheet takes as text: what begins like a formula is preceded by an apostrophe.</summary>
    public static string Csv(string text)
    {
        text = Plain(text);
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@'
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            text = "'" + text;
        return text.AsSpan().ContainsAny("\",;\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>The text without control characters, each shown as its number: nothing a terminal would obey.</summary>
    public static string Plain(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (IsUnsafe(c)) plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else plain.Append(c);
        }

        return plain.ToString();
    }

    // Control characters, and those that turn the direction of writing or hide.
    private static bool IsUnsafe(char c) => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format
        or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}
