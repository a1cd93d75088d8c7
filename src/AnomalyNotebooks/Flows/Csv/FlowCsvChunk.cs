using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace AnomalyNotebooks;

/// <summary>Reads some whole lines of a file into the columns, from one row on. Chunks are independent of each other.</summary>
internal sealed class FlowCsvChunk
{
    /// <summary>Index of <c>attack_cat</c> among the text columns: after the text features.</summary>
    public static readonly int AttackCategory = FlowSchema.UnswNb15.CategoryFeatures.Count;

    private readonly byte[] bytes;
    private readonly int end;
    private readonly FlowCsvHeader header;
    private readonly FlowCsvColumns columns;
    private readonly string file;
    private readonly CsvCursor cursor;
    private readonly List<bool> isNormal = []; // by code of attack_cat
    private int lineStart;
    private int lineNumber;

    /// <summary>Prepares to read the lines from <paramref name="start"/> to before <paramref name="end"/>; the last byte is a <c>\n</c>.</summary>
    public FlowCsvChunk(byte[] bytes, int start, int end, int firstLine, int firstRow, FlowCsvHeader header, FlowCsvColumns columns, string file)
    {
        this.bytes = bytes;
        this.end = end;
        this.header = header;
        this.columns = columns;
        this.file = file;
        cursor = new CsvCursor(bytes, start, end, firstLine, file);
        FirstRow = firstRow;
        Texts = new TextDictionary[AttackCategory + 1];
        for (int i = 0; i < Texts.Length; i++) Texts[i] = new TextDictionary();
    }

    /// <summary>The first row this chunk fills.</summary>
    public int FirstRow { get; }

    /// <summary>How many rows it has filled.</summary>
    public int Rows { get; private set; }

    /// <summary>The texts behind the codes it has written, by text column.</summary>
    public TextDictionary[] Texts { get; }

    /// <summary>How many negative numbers it has met, by numeric feature; none of the features can be negative.</summary>
    public int[] Negatives { get; } = new int[FlowSchema.UnswNb15.NumericFeatures.Count];

    /// <summary>What stopped the reading, if anything did.</summary>
    public FlowFormatException? Error { get; private set; }

    /// <summary>Reads the chunk. Stops at the first error and keeps it in <see cref="Error"/>.</summary>
    public void Read()
    {
        try
        {
            ReadLines();
        }
        catch (FlowFormatException error)
        {
            Error = error;
        }
    }

    // Optimised on its first call: a file is read once, and waiting for the runtime to notice the hot loop takes longer than the file.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadLines()
    {
        FlowCsvTarget[] targets = header.Targets;
        double[][] numbers = columns.Numbers;
        int position = cursor.Position;
        while (position < end)
        {
            lineStart = position;
            lineNumber = cursor.Line;
            int row = FirstRow + Rows;
            for (int i = 0; i < targets.Length; i++)
            {
                FlowCsvTarget target = targets[i];
                int after = position;
                if (target.Kind != FlowCsvTargetKind.Number)
                {
                    ReadText(Field(ref position), i, row);
                }
                else if (ExactDecimal.TryReadShort(bytes, ref after, out double value) && EndsField(after))
                {
                    position = after;
                    numbers[target.Index][row] = value;
                }
                else
                {
                    numbers[target.Index][row] = Number(Field(ref position), i);
                }

                byte stop = bytes[position];
                if (stop == ',' == (i + 1 == targets.Length)) throw WrongFieldCount();
                position += stop == '\r' ? 2 : 1;
            }

            RequireAgreement(row);
            Rows++;
            cursor.Line++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool EndsField(int at) => bytes[at] is (byte)',' or (byte)'\n' || (bytes[at] == '\r' && bytes[at + 1] == '\n');

    private ReadOnlySpan<byte> Field(ref int position)
    {
        cursor.Position = position;
        ReadOnlySpan<byte> field = cursor.Field();
        position = cursor.Position;
        return field;
    }

    private void ReadText(ReadOnlySpan<byte> field, int index, int row)
    {
        FlowCsvTarget target = header.Targets[index];
        if (target.Kind == FlowCsvTargetKind.Category) columns.Codes[target.Index][row] = Code(target.Index, field, index);
        if (target.Kind == FlowCsvTargetKind.Label) columns.IsAttack[row] = Label(field, index);
    }

    private int Code(int textColumn, ReadOnlySpan<byte> field, int index)
    {
        TextDictionary texts = Texts[textColumn];
        int known = texts.Texts.Count;
        int code = texts.CodeOf(field);
        if (code < known) return code;

        if (!Utf8.IsValid(field)) throw Unexpected(index, field, "text in UTF-8");
        string text = Encoding.UTF8.GetString(field);
        if (string.IsNullOrWhiteSpace(text)) throw Unexpected(index, field, "a text");
        if (textColumn == AttackCategory) isNormal.Add(FlowSchema.UnswNb15.Labels.CategoryOf(text) == FlowSchema.Normal);
        return code;
    }

    private bool Label(ReadOnlySpan<byte> field, int index)
    {
        if (field.Length == 1 && field[0] is (byte)'0' or (byte)'1') return field[0] == '1';
        if (ExactDecimal.TryParse(field, out double value) && value is 0 or 1) return value == 1;
        throw Unexpected(index, field, "0 (normal) or 1 (attack)");
    }

    private double Number(ReadOnlySpan<byte> field, int index)
    {
        if (!ExactDecimal.TryParse(field, out double value)) throw Unexpected(index, field, "a number");
        if (!double.IsFinite(value)) throw Unexpected(index, field, "a finite number");
        if (value < 0) Negatives[header.Targets[index].Index]++;
        return value;
    }

    private void RequireAgreement(int row)
    {
        bool isAttack = columns.IsAttack[row];
        int code = columns.Codes[AttackCategory][row];
        if (isAttack != isNormal[code]) return;
        string category = FlowCsvHeader.Excerpt(Encoding.UTF8.GetString(Texts[AttackCategory].Texts[code]).Trim());
        throw new FlowFormatException(file, lineNumber, "label", $"{(isAttack ? 1 : 0)} with attack_cat '{category}'",
            isAttack ? "0, or the category of an attack" : "1, or attack_cat 'Normal'");
    }

    private FlowFormatException Unexpected(int index, ReadOnlySpan<byte> field, string expected)
    {
        string found = field.IsEmpty ? "an empty field" : $"'{FlowCsvHeader.Excerpt(Encoding.UTF8.GetString(field))}'";
        // A field too many or too few puts every value behind it into the wrong column: then that is what to say.
        return FieldsOfLine() == header.Targets.Length
            ? new FlowFormatException(file, lineNumber, header.Names[index], found, expected)
            : WrongFieldCount();
    }

    private FlowFormatException WrongFieldCount()
    {
        int fields = FieldsOfLine();
        bool isEmpty = fields == 1 && bytes[lineStart] is (byte)'\n' or (byte)'\r';
        return new FlowFormatException(file, lineNumber, null, isEmpty ? "an empty line" : fields == 1 ? "1 field" : $"{fields} fields",
            $"{header.Targets.Length} fields, as in the header");
    }

    private int FieldsOfLine()
    {
        cursor.Position = lineStart;
        cursor.Line = lineNumber;
        return cursor.LineTexts().Count;
    }
}
