using System.Buffers;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AnomalyNotebooks.Cli;

/// <summary>
/// Text that does nothing to a terminal: names and values from files may hold escape sequences, which would move its cursor, change its
/// title or write over what stands there. Each control character is shown by its sign instead.
/// </summary>
internal static class VisibleText
{
    private static readonly SearchValues<char> Control = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')), '\u202A',
            '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069']);

    /// <summary>A text with control characters made visible; line ends and tabs stay.</summary>
    public static string Of(string text) => text.AsSpan().ContainsAny(Control) ? string.Concat(text.Select(Sign)) : text;

    /// <summary>A writer that makes control characters visible.</summary>
    public static TextWriter Into(TextWriter writer) => TextWriter.Synchronized(new Writer(writer));

    /// <summary>A console whose own colours and movements stay, while the texts in what it shows are made visible.</summary>
    public static IAnsiConsole In(IAnsiConsole console)
    {
        console.Pipeline.Attach(new Hook());
        return console;
    }

    private static char Sign(char c) => c switch
    {
        '\n' or '\r' or '\t' => c,
        < ' ' => (char)('\u2400' + c),
        '\u007f' => '\u2421',
        _ => char.IsControl(c) || Control.Contains(c) ? '\uFFFD' : c,
    };

    private sealed class Writer(TextWriter inner) : TextWriter(inner.FormatProvider)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => inner.Write(Sign(value));

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value) => inner.Write(Of(value ?? ""));

        public override void WriteLine(string? value) => inner.WriteLine(Of(value ?? ""));

        public override void Flush() => inner.Flush();
    }

    private sealed class Hook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new Visible(renderable));
    }

    private sealed class Visible(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(Of(segment.Text), segment.Style));
    }
}
