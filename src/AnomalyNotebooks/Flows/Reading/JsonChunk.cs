using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>Lines of JSON, one object with the flow's columns on each.</summary>
internal sealed class JsonChunk(FlowBinding binding, byte[] bytes, int start, int end, int firstLine)
    : FlowChunk(binding, bytes, start, end, firstLine, MostRows(binding, Lines(bytes, start, end), end - start, firstLine))
{
    private const int UsualCells = 1 << 20, MostCellsPerByte = 8;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };
    private readonly bool[] seen = new bool[binding.Targets.Length];
    private byte[] text = new byte[256];

    protected override void ReadLines()
    {
        for (int position = Start; position < End; LineNumber++)
        {
            int length = Bytes.AsSpan(position, End - position).IndexOf((byte)'\n') + 1;
            ReadOnlySpan<byte> line = Bytes.AsSpan(position, length).Trim(" \t\r\n"u8);
            if (line.IsEmpty) throw new FlowFormatException(Binding.File, LineNumber, null, "an empty line",
                "one JSON object on each line");
            try
            {
                ReadFlow(line);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                throw new FlowFormatException(Binding.File, LineNumber, null,
                    $"no JSON ({FlowFormatException.Excerpt(error.Message, 120)})", "one JSON object on each line");
            }

            EndRow();
            position += length;
        }
    }

    // An object may lack every column: then a short line stands for a row as wide as any.
    private static int MostRows(FlowBinding binding, int lines, int length, int firstLine) =>
        (long)lines * binding.Targets.Length <= Math.Max(UsualCells, (long)length * MostCellsPerByte) ? lines
            : throw new FlowFormatException(binding.File, firstLine, null,
                $"{lines} lines of {length / lines} bytes on average", $"longer ones: there are {binding.Targets.Length} columns");

    protected override FlowFormatException Unexpected(FieldTarget target, string found, string expected) =>
        new(Binding.File, LineNumber, Binding.NameOf(target), found, expected);

    private void ReadFlow(ReadOnlySpan<byte> line)
    {
        Array.Clear(seen);
        var reader = new Utf8JsonReader(line, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new FlowFormatException(Binding.File, LineNumber, null, "no JSON object", "one JSON object on each line");
        int expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int field = FieldOf(ref reader, expected);
            expected = field + 1;
            reader.Read();
            if (field < 0) reader.Skip();
            else ReadValue(ref reader, field);
        }

        if (reader.Read()) throw new JsonException("text behind the object");
        for (int i = 0; i < seen.Length; i++)
            if (!seen[i]) PutMissing(Binding.Targets[i], Rows);
    }

    // Names mostly come in the same order on every line.
    private int FieldOf(ref Utf8JsonReader reader, int expected)
    {
        if (expected < Binding.Names.Length && reader.ValueTextEquals(Binding.Names[expected])) return expected;
        for (int i = 0; i < Binding.Names.Length; i++)
            if (reader.ValueTextEquals(Binding.Names[i])) return i;
        return -1;
    }

    private void ReadValue(ref Utf8JsonReader reader, int field)
    {
        FieldTarget target = Binding.Targets[field];
        if (seen[field]) throw Unexpected(target, "the column a second time", "each column once");
        seen[field] = true;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                PutMissing(target, Rows);
                break;
            case JsonTokenType.String:
                if (text.Length < reader.ValueSpan.Length) text = new byte[reader.ValueSpan.Length * 2];
                Put(target, text.AsSpan(0, reader.CopyString(text)), Rows);
                break;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                if (target.Kind == FieldKind.Number) throw Unexpected(target, "a list or an object", "a number");
                int from = (int)reader.TokenStartIndex;
                ReadOnlySpan<byte> whole = reader.ValueSpan;
                reader.Skip();
                Put(target, Encoding.UTF8.GetBytes(
                    $"({(whole[0] == '[' ? "list" : "object")} of {(int)reader.BytesConsumed - from} bytes)"), Rows);
                break;
            default:
                Put(target, reader.ValueSpan, Rows);
                break;
        }
    }
}
