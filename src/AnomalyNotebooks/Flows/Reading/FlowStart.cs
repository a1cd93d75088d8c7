using System.Net;
using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>What the beginning of a file says: what it is, which columns it has, and where its flows begin.</summary>
/// <param name="Binding">Which columns the file has.</param>
/// <param name="Position">Where the flows begin.</param>
/// <param name="Line">The line they begin in, from 1.</param>
/// <param name="IsJson">Whether each line is a JSON object.</param>
internal sealed record FlowStart(FlowBinding Binding, int Position, int Line, bool IsJson)
{
    /// <summary>What stands between the labels of IoT-23, which were added to Zeek's lines afterwards.</summary>
    public static ReadOnlySpan<byte> SpacesBetweenFields => "   "u8;

    private static ReadOnlySpan<byte> Delimiters => ",\t;|"u8;

    /// <summary>Reads lines of the file.</summary>
    public FlowChunk Chunk(byte[] bytes, int start, int end, int line) => IsJson
        ? new JsonChunk(Binding, bytes, start, end, line)
        : new DelimitedChunk(Binding, bytes, start, end, line);

    /// <summary>Looks at the first lines.</summary>
    /// <exception cref="FlowFormatException">They are those of no table of flows, or not of the schema's.</exception>
    public static FlowStart Of(byte[] bytes, int length, string file, FlowSchema? schema)
    {
        ReadOnlySpan<byte> content = bytes.AsSpan(0, length);
        RefuseForeignFiles(content, file);
        int start = content.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        byte first = content[start..].TrimStart(" \t\r\n"u8)[0];
        if (first == '{') return OfJson(bytes, start, length, file, schema);
        if (first == '#' && start + 1 < length) return OfZeek(bytes, start, length, file, schema ?? FlowSchema.Named("zeek"));
        return OfDelimited(bytes, start, length, file, schema);
    }

    /// <summary>The names of a file's fields, and whether the file says them; <c>column1</c> and so on if it does not.</summary>
    public static (string[] Names, bool HasHeader) FieldNames(byte[] bytes, int length, string file)
    {
        ReadOnlySpan<byte> content = bytes.AsSpan(0, length);
        RefuseForeignFiles(content, file);
        int start = content.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        if (content[start..].TrimStart(" \t\r\n"u8)[0] == '{') return (PropertyNames(content[start..], file), true);
        if (content.StartsWith("#"u8) && content.IndexOf("#fields"u8) is var at and >= 0)
        {
            ReadOnlySpan<byte> line = content[at..];
            string fields = Encoding.UTF8.GetString(line[..line.IndexOf((byte)'\n')].TrimEnd((byte)'\r'));
            return ([.. ZeekFields(fields, ZeekSeparator(content, file), file, null).Skip(1)], true);
        }

        int end = start + bytes.AsSpan(start, length - start).IndexOf((byte)'\n');
        var cursor = new CsvCursor(bytes, start, length, 1, file, DelimiterOf(bytes.AsSpan(start, end - start), null), quotes: true);
        string[] names = [.. cursor.LineTexts().Select(name => name.Trim())];
        FlowBinding.RequireFew(names.Length, file, 1);
        if (FlowSchema.Recognise(names) is { Layout.Fields: { Count: > 0 } known } schema && !IsHeaderOf(schema, [.. names]))
            return ([.. known.Take(names.Length)], false);
        bool isHeader = Array.TrueForAll(names, name => !FieldText.TryTime(Encoding.UTF8.GetBytes(name), out _)
            && !IPAddress.TryParse(name, out _)) && names.Count(name => name.Length > 0) * 2 > names.Length;
        return isHeader ? ([.. names.Select((name, i) => name.Length > 0 ? name : FormattableString.Invariant($"column{i + 1}"))], true)
            : ([.. Enumerable.Range(1, names.Length).Select(i => FormattableString.Invariant($"column{i}"))], false);
    }

    // Said in the first line, if it is no tab.
    private static char ZeekSeparator(ReadOnlySpan<byte> content, string file)
    {
        if (!content.StartsWith("#separator \\x"u8) || content.Length < 15
            || !byte.TryParse(content[13..15], System.Globalization.NumberStyles.HexNumber, null, out byte code))
            return '\t';
        return FlowLayout.CanSeparate((char)code) ? (char)code : throw new FlowFormatException(file, 1, null,
            $"the separator \\x{code:x2}", "a sign that stands in no name, number or line end");
    }

    private static string[] ZeekFields(string text, char separator, string file, int? line)
    {
        string[] fields = text.Replace("   ", separator.ToString(), StringComparison.Ordinal).Split(separator);
        FlowBinding.RequireFew(fields.Length, file, line);
        return fields;
    }

    // Of all objects: one that has no value may be left out.
    private static string[] PropertyNames(ReadOnlySpan<byte> content, string file)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        int line = 0;
        while (content.Length > 0 && ++line <= 10_000)
        {
            int size = content.IndexOf((byte)'\n') + 1;
            try
            {
                using JsonDocument flow = JsonDocument.Parse(content[..size].ToArray(), new JsonDocumentOptions { MaxDepth = 16 });
                foreach (JsonProperty property in flow.RootElement.EnumerateObject())
                    if (known.Add(property.Name)) names.Add(property.Name);
                FlowBinding.RequireFew(names.Count, file, line);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                string what = FlowFormatException.Excerpt(error.Message, 120);
                throw new FlowFormatException(file, line, null, $"no JSON object on one line ({what})", "one JSON object on each line");
            }

            content = content[size..];
        }

        return [.. names];
    }

    private static FlowStart OfDelimited(byte[] bytes, int start, int length, string file, FlowSchema? schema)
    {
        int end = start + bytes.AsSpan(start, length - start).IndexOf((byte)'\n');
        byte delimiter = (byte?)schema?.Layout.Delimiter ?? DelimiterOf(bytes.AsSpan(start, end - start), schema);
        var cursor = new CsvCursor(bytes, start, length, 1, file, delimiter, quotes: true);
        List<string> fields = cursor.LineTexts();
        FlowBinding.RequireFew(fields.Count, file, 1);
        schema ??= FlowSchema.Recognise(fields) ?? throw new FlowFormatException(file, 1, null,
            $"columns of no known format (the line begins with '{FlowFormatException.Excerpt(fields[0])}')",
            "one of " + string.Join(", ", FlowSchema.KnownNames) + ", or a schema (`anomaly schema infer` drafts one)");
        if (schema.Layout.Fields.Count == 0 || IsHeaderOf(schema, fields))
        {
            FlowBinding named = FlowBinding.Match(schema, fields, file, 1, delimiter);
            if (!schema.Layout.IsStrict) named = named.With(bytes.AsSpan(start, end - start).TrimEnd((byte)'\r').ToArray());
            return new FlowStart(named, cursor.Position, cursor.Line, IsJson: false);
        }

        string[] expected = [.. schema.Layout.Fields.Take(fields.Count)];
        if (!schema.Fits(fields.Count))
        {
            throw new FlowFormatException(file, 1, null, fields.Count == 1 ? "1 field" : $"{fields.Count} fields",
                $"{schema.Layout.Fields.Count} fields, as in the files of {schema.Name}");
        }

        // Without a header, or with one whose names are of something else: then the first line is passed over if it holds names.
        FlowBinding binding = FlowBinding.Match(schema, expected, file, null, delimiter);
        bool isNames = binding.Targets.Any(target => target.Kind == FieldKind.Number) && binding.Targets.Zip(fields)
            .Where(pair => pair.First.Kind == FieldKind.Number).All(pair => pair.Second.Trim().Length > 0
                && !ExactDecimal.TryParse(Encoding.UTF8.GetBytes(pair.Second), out _));
        return isNames ? new FlowStart(binding, cursor.Position, cursor.Line, IsJson: false)
            : new FlowStart(binding, start, 1, IsJson: false);
    }

    // Most of the names must be known: a first line of values has none.
    private static bool IsHeaderOf(FlowSchema schema, List<string> fields) =>
        fields.Count(field => schema.NameOf(field) is not null) * 2 > schema.Layout.Fields.Count;

    private static byte DelimiterOf(ReadOnlySpan<byte> line, FlowSchema? schema)
    {
        byte best = (byte)',';
        int most = line.Count(best);
        if (most > 0 && schema is { Layout.IsStrict: true }) return best;
        foreach (byte delimiter in Delimiters)
            if (line.Count(delimiter) > most) (best, most) = (delimiter, line.Count(delimiter));
        return most == 0 && line.Contains((byte)' ') ? (byte)' ' : best;
    }

    private static FlowStart OfZeek(byte[] bytes, int start, int length, string file, FlowSchema schema)
    {
        char separator = ZeekSeparator(bytes.AsSpan(start, length - start), file);
        int line = 1;
        for (int position = start; position < length; line++)
        {
            int size = bytes.AsSpan(position, length - position).IndexOf((byte)'\n') + 1;
            ReadOnlySpan<byte> text = bytes.AsSpan(position, size).TrimEnd("\r\n"u8);
            if (text.IsEmpty || text[0] != '#') break;
            position += size;
            if (!text.StartsWith("#fields"u8) || text.Length < 9) continue;
            string names = Encoding.UTF8.GetString(text);
            string[] fields = ZeekFields(names, separator, file, line);
            if (fields.Length < 2) continue;
            FlowBinding binding = FlowBinding.Match(schema, fields[1..], file, line).With((byte)separator, hasQuotes: false,
                hasComments: true, Encoding.UTF8.GetBytes(string.Join(separator, fields)),
                hasSpacedFields: text.IndexOf(SpacesBetweenFields) >= 0);
            return new FlowStart(binding, position, line + 1, IsJson: false);
        }

        throw new FlowFormatException(file, line, null, "a line without a '#fields' line before it",
            "a log of Zeek with its '#fields' line");
    }

    private static FlowStart OfJson(byte[] bytes, int start, int length, string file, FlowSchema? schema)
    {
        int end = start + bytes.AsSpan(start, length - start).IndexOf((byte)'\n');
        try
        {
            using JsonDocument first = JsonDocument.Parse(bytes.AsMemory(start, end - start), new JsonDocumentOptions { MaxDepth = 16 });
            string[] names = [.. first.RootElement.EnumerateObject().Select(property => property.Name)];
            FlowBinding.RequireFew(names.Length, file, 1);
            schema ??= FlowSchema.Recognise(names) ?? throw new FlowFormatException(file, 1, null, "an object of no known format",
                "one of " + string.Join(", ", FlowSchema.KnownNames) + ", or a schema (`anomaly schema infer` drafts one)");

            // Zeek leaves out what has no value: the first object need not have every column.
            HashSet<string?> known = [.. names.Select(schema.NameOf)];
            string[] all =
            [
                .. names.Where(name => schema.NameOf(name) is not null),
                .. schema.Columns.Select(column => column.Name).Where(column => !known.Contains(column)),
                .. schema.LabelColumns.Where(label => names.Contains(label) && schema.NameOf(label) != label),
            ];
            return new FlowStart(FlowBinding.Match(schema, all, file, 1), start, 1, IsJson: true);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            string what = FlowFormatException.Excerpt(error.Message, 120);
            throw new FlowFormatException(file, 1, null, $"no JSON object on one line ({what})", "one JSON object on each line");
        }
    }

    // Files people do hand in, each with a message of its own.
    private static void RefuseForeignFiles(ReadOnlySpan<byte> content, string file)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new FlowFormatException(file, null, null, "text in UTF-16", "text in UTF-8");
        ReadOnlySpan<byte> text = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (text.IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
            throw new FlowFormatException(file, null, null, "an empty file", "a header and flows");
        if (text.StartsWith("PK\u0003\u0004"u8))
            throw new FlowFormatException(file, null, null, "a zip archive", "a text file (`anomaly data import` unpacks archives)");
        if (text.StartsWith("PAR1"u8))
            throw new FlowFormatException(file, null, null, "a Parquet file", "a text file (the command line `anomaly` reads Parquet)");
        if (text.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
            throw new FlowFormatException(file, null, null, "a web page", "a text file: the download needs a log-in or another link");
        if (text.StartsWith("version https://git-lfs"u8))
            throw new FlowFormatException(file, null, null, "a pointer of Git LFS, not the file itself",
                "the file (`git lfs pull` fetches it)");
        int line = text.IndexOf((byte)'\n');
        if (text[..line].TrimEnd((byte)'\r').Contains((byte)'\r'))
            throw new FlowFormatException(file, 1, null, "lines that end in CR alone", "lines that end in LF or CRLF");
    }
}
