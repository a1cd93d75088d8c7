using System.Text;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>
/// Compares a text with the one that was looked at and kept in <c>Snapshots/NAME.verified.txt</c>. Where they differ the new one is
/// written beside it as <c>.received.txt</c>: look at it, and rename it if it is right.
/// </summary>
internal static class Snapshot
{
    // Not the compiler's path of this file: a build server maps the paths of sources to ones that are not there.
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "AnomalyNotebooks.Tests", "Figures", "Snapshots");

    public static void Verify(string name, string text)
    {
        string verified = Path.Combine(Folder, name + ".verified.txt"), received = Path.Combine(Folder, name + ".received.txt");
        text = text.ReplaceLineEndings("\n") + "\n";
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text, new UTF8Encoding(false));
        string[] was = expected.Split('\n'), now = text.Split('\n');
        int line = 0;
        while (line < was.Length && line < now.Length && was[line] == now[line]) line++;
        Assert.Fail($"{name}: line {line + 1} was\n  {was.ElementAtOrDefault(line)}\nand is\n  {now.ElementAtOrDefault(line)}\nIf that is "
            + $"right, rename {received} to .verified.txt.");
    }
}
