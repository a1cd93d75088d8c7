using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>Lines of fields with a delimiter between them.</summary>
internal sealed class DelimitedChunk : FlowChunk
{
    private CsvCursor cursor = null!;
    private int lineStart;

    public DelimitedChunk(FlowBinding binding, byte[] bytes, int start, int end, int firstLine)
        // Each field ends in a byte of its own; empty lines are no flows.
        : base(binding, bytes, start, end, firstLine, Math.Min(Lines(bytes, start, end), ((end - start) / binding.Targets.Length) + 1))
    {
    }

    // Optimised on its first call: a file is read once, and waiting for the runtime to notice the hot loop takes longer than the file.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ReadLines()
    {
        if (Binding.HasSpacedFields) SeparateSpacedFields();
        cursor = new CsvCursor(Bytes, Start, End, LineNumber, Binding.File, Binding.Delimiter, Binding.HasQuotes);
        FieldTarget[] targets = Binding.Targets;
        double[][] numbers = Numbers;
        byte[] bytes = Bytes;
        byte delimiter = Binding.Delimiter;
        int position = Start;
        while (position < End)
        {
            lineStart = position;
            LineNumber = cursor.Line;
            if (Binding.SkipsLines && Skips(ref position)) continue;
            if (HasEnded) return;
            for (int i = 0; i < targets.Length; i++)
            {
                FieldTarget target = targets[i];
                int after = position;
                if (target.Kind == FieldKind.Number && ExactDecimal.TryReadShort(bytes, ref after, out double value) && EndsField(after))
                {
                    position = after;
                    numbers[target.Index][Rows] = value;
                }
                else
                {
                    cursor.Position = position;
                    ReadOnlySpan<byte> field = cursor.Field();
                    position = cursor.Position;
                    if (target.Kind != FieldKind.Ignored) Put(target, field, Rows);
                }

                byte stop = bytes[position];
                if (stop == delimiter == (i + 1 == targets.Length)) throw WrongFieldCount();
                position += stop == '\r' ? 2 : 1;
            }

            EndRow();
            cursor.Line++;
        }

        cursor = null!;
    }

    protected override FlowFormatException Unexpected(FieldTarget target, string found, string expected)
    {
        // A field too many or too few puts every value behind it into the wrong column: then that is what to say.
        return FieldsOfLine() == Binding.Targets.Length
            ? new FlowFormatException(Binding.File, LineNumber, Binding.NameOf(target), found, expected)
            : WrongFieldCount();
    }

    // Puts the delimiter where three spaces are: the text gets shorter, line by line as many lines.
    private void SeparateSpacedFields()
    {
        int to = Start;
        for (int from = Start; from < End; from++)
        {
            bool isSeparator = Bytes.AsSpan(from, End - from).StartsWith(FlowStart.SpacesBetweenFields);
            Bytes[to++] = isSeparator ? Binding.Delimiter : Bytes[from];
            if (isSeparator) from += FlowStart.SpacesBetweenFields.Length - 1;
        }

        End = to;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool EndsField(int at) => Bytes[at] == Binding.Delimiter || Bytes[at] == '\n' || (Bytes[at] == '\r' && Bytes[at + 1] == '\n');

    // Comments, headers that come again, and what a tool writes after the flows.
    private bool Skips(ref int position)
    {
        if (Binding.EndMark is { } mark && Bytes.AsSpan(position, End - position).StartsWith(mark)) HasEnded = true;
        bool isComment = Binding.HasComments && Bytes[position] == '#';
        if (!isComment && (Binding.HeaderLine.Length == 0 || !Bytes.AsSpan(position, End - position).StartsWith(Binding.HeaderLine)))
            return false;
        int length = Bytes.AsSpan(position, End - position).IndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> line = Bytes.AsSpan(position, length).TrimEnd("\r\n"u8);
        if (!isComment && line.Length > Binding.HeaderLine.Length) return false;
        if (line.StartsWith("#fields"u8) && !line.SequenceEqual(Binding.HeaderLine))
            throw new FlowFormatException(Binding.File, LineNumber, null, "a second #fields line with other fields",
                "one kind of flows in a file");
        position += length;
        cursor.Line++;
        return true;
    }

    private FlowFormatException WrongFieldCount()
    {
        int fields = FieldsOfLine();
        bool isEmpty = fields == 1 && Bytes[lineStart] is (byte)'\n' or (byte)'\r';
        return new FlowFormatException(Binding.File, LineNumber, null, isEmpty ? "an empty line" : fields == 1 ? "1 field"
            : $"{fields} fields",
            $"{Binding.Targets.Length} fields, as in the header");
    }

    private int FieldsOfLine()
    {
        cursor.Position = lineStart;
        cursor.Line = LineNumber;
        return cursor.LineTexts().Count;
    }
}
