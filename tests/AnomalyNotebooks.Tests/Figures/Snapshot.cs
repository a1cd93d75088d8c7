using System.Runtime.CompilerServices;
using System.Text;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>
/// Compares a text with the one that was looked at and kept in <c>Snapshots/NAME.verified.txt</c>. Where they differ the new one is
/// written beside it as <c>.received.txt</c>: look at it, and rename it if it is right.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string name, string text, [CallerFilePath] string testFile = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots");
        // Built elsewhere with mapped source paths, the folder of the sources is not known.
        Assert.SkipUnless(Directory.Exists(folder), $"the sources' folder {folder} is not there");
        string verified = Path.Combine(folder, name + ".verified.txt"), received = Path.Combine(folder, name + ".received.txt");
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
        Assert.Fail($"{name}: line {line + 1} was\n  {was.ElementAtOrDefault(line)}\nand is\n  {now.ElementAtOrDefault(line)}\nIf that is right, rename {received} to .verified.txt.");
    }
}
