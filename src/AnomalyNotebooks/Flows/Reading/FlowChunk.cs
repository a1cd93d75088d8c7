using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace AnomalyNotebooks;

/// <summary>Reads some whole lines of a file into columns of its own. Chunks are independent of each other.</summary>
internal abstract class FlowChunk
{
    private const int LongestNumber = 64;
    private readonly List<bool> isNormal = []; // by code of the label's category
    private readonly int[][] codes;
    private readonly TextDictionary[] texts;
    private readonly bool[] isAttack;
    private readonly int[] negatives;
    private double[][] numbers;

    /// <summary>Prepares to read lines from memory, of at most so many flows; the last of them ends in <c>\n</c>.</summary>
    protected FlowChunk(FlowBinding binding, byte[] bytes, int start, int end, int firstLine, int most)
    {
        (Binding, Bytes, Start, End, LineNumber) = (binding, bytes, start, end, firstLine);
        numbers = [.. binding.Numbers.Select(_ => ArrayPool<double>.Shared.Rent(most))];
        codes = [.. Enumerable.Range(0, binding.Texts.Count + 1).Select(_ => GC.AllocateUninitializedArray<int>(most))];
        isAttack = new bool[most];
        texts = [.. codes.Select(_ => new TextDictionary())];
        negatives = new int[binding.Numbers.Count];
    }

    /// <summary>How many rows it has filled.</summary>
    public int Rows { get; private set; }

    /// <summary>The flows that it has read; null before <see cref="Read"/>, and after an error.</summary>
    public FlowPiece? Flows { get; private set; }

    /// <summary>What stopped the reading, if anything did.</summary>
    public FlowFormatException? Error { get; private set; }

    /// <summary>Whether a line said that no flows come after it.</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>Which columns the file has, and where their values go.</summary>
    protected FlowBinding Binding { get; }

    /// <summary>The content.</summary>
    protected byte[] Bytes { get; private set; }

    /// <summary>Where the lines start.</summary>
    protected int Start { get; }

    /// <summary>Where they end.</summary>
    protected int End { get; set; }

    /// <summary>The line being read, from 1.</summary>
    protected int LineNumber { get; set; }

    /// <summary>Values by numeric column and row.</summary>
    protected double[][] Numbers => numbers;

    /// <summary>Reads the chunk. Stops at the first error and keeps it in <see cref="Error"/>.</summary>
    public void Read()
    {
        try
        {
            ReadLines();
            NumberColumn[] packed = [.. numbers.Select(column => NumberColumn.Pack(column.AsSpan(0, Rows)))];
            int[] fractions = [.. packed.Select((column, i) =>
                Binding.Numbers[i].IsWhole && !column.IsWhole ? CountFractions(numbers[i].AsSpan(0, Rows)) : 0)];
            Flows = new FlowPiece(packed, Array.ConvertAll(codes, Filled), Array.ConvertAll(texts, column => column.Texts),
                Filled(isAttack), negatives, fractions);
        }
        catch (FlowFormatException error)
        {
            Error = error;
        }

        Bytes = []; // the lines are needed no more, and a file may have many
        foreach (double[] column in numbers) ArrayPool<double>.Shared.Return(column);
        numbers = [];
    }

    /// <summary>Reads all lines, calling <see cref="EndRow"/> after each flow.</summary>
    protected abstract void ReadLines();

    /// <summary>The error for a field that is not as expected.</summary>
    protected abstract FlowFormatException Unexpected(FieldTarget target, string found, string expected);

    /// <summary>Whether a field is one of the texts that stand for no value.</summary>
    protected bool IsMissing(ReadOnlySpan<byte> field)
    {
        foreach (byte[] mark in Binding.MissingMarks)
            if (field.SequenceEqual(mark)) return true;
        return false;
    }

    /// <summary>How many lines there are in a part of a content, one at least.</summary>
    protected static int Lines(byte[] bytes, int start, int end) => Math.Max(bytes.AsSpan(start, end - start).Count((byte)'\n'), 1);

    /// <summary>Puts a field of any kind where it belongs.</summary>
    protected void Put(FieldTarget target, ReadOnlySpan<byte> field, int row)
    {
        switch (target.Kind)
        {
            case FieldKind.Number: numbers[target.Index][row] = Number(target, field); break;
            case FieldKind.Text: codes[target.Index][row] = Code(target, field); break;
            case FieldKind.LabelFlag: isAttack[row] = Label(target, field); break;
            default: break;
        }
    }

    /// <summary>Puts what a flow lacks where a value would be.</summary>
    protected void PutMissing(FieldTarget target, int row)
    {
        if (Binding.MissingMarks.Count == 0 && target.Kind != FieldKind.Ignored) throw Unexpected(target, "no value", "a value");
        if (target.Kind == FieldKind.Number)
        {
            numbers[target.Index][row] = double.NaN;
        }
        else
        {
            Put(target, [], row);
        }
    }

    /// <summary>Ends a flow: checks that label and category agree.</summary>
    protected void EndRow()
    {
        int row = Rows++;
        int code = Binding.HasCategory ? codes[^1][row] : -1;
        if (!Binding.HasFlag)
        {
            isAttack[row] = code >= 0 && !isNormal[code];
            return;
        }

        if (code < 0 || isAttack[row] != isNormal[code]) return;
        FlowLabels labels = Binding.Schema.Labels;
        string category = FlowFormatException.Excerpt(Encoding.UTF8.GetString(texts[^1].Texts[code]).Trim());
        throw Unexpected(new FieldTarget(FieldKind.LabelFlag, 0), $"{(isAttack[row] ? 1 : 0)} with {labels.Category} '{category}'",
            isAttack[row] ? "0, or the category of an attack" : $"1, or {labels.Category} '{FlowSchema.Normal}'");
    }

    /// <summary>A field as messages show it.</summary>
    protected static string Shown(ReadOnlySpan<byte> field) =>
        field.IsEmpty ? "an empty field"
            : $"'{FlowFormatException.Excerpt(Encoding.UTF8.GetString(field[..Math.Min(field.Length, 400)]))}'";

    private T[] Filled<T>(T[] values) => values.Length == Rows ? values : values[..Rows];

    private static int CountFractions(ReadOnlySpan<double> values)
    {
        int count = 0;
        foreach (double value in values)
            if (value != Math.Floor(value) && !double.IsNaN(value)) count++;
        return count;
    }

    private int Code(FieldTarget target, ReadOnlySpan<byte> field)
    {
        int known = texts[target.Index].Texts.Count, code = texts[target.Index].CodeOf(field);
        if (code < known) return code;

        bool isLabel = target.Index == codes.Length - 1;
        if (!Utf8.IsValid(field) && Binding.Schema.Layout.IsStrict) throw Unexpected(target, Shown(field), "text in UTF-8");
        string text = FieldText.Decoded(field);
        if (string.IsNullOrWhiteSpace(text) && Binding.MissingMarks.Count == 0) throw Unexpected(target, Shown(field), "a text");
        if (isLabel) isNormal.Add(Binding.Schema.Labels.CategoryOf(text) == FlowSchema.Normal);
        return code;
    }

    private bool Label(FieldTarget target, ReadOnlySpan<byte> field)
    {
        if (field.Length == 1 && field[0] is (byte)'0' or (byte)'1') return field[0] == '1';
        if (ExactDecimal.TryParse(field, out double value) && value is 0 or 1) return value == 1;
        throw Unexpected(target, Shown(field), "0 (normal) or 1 (attack)");
    }

    private double Number(FieldTarget target, ReadOnlySpan<byte> field)
    {
        if (IsMissing(field.Trim((byte)' '))) return double.NaN;
        FlowColumn column = Binding.Numbers[target.Index];
        if (Binding.Schema.Layout.HasDecimalCommas && field.Length <= LongestNumber && field.Contains((byte)','))
        {
            Span<byte> point = stackalloc byte[LongestNumber];
            field.Replace(point, (byte)',', (byte)'.');
            return Number(target, column, point[..field.Length], field);
        }

        return Number(target, column, field, field);
    }

    private double Number(FieldTarget target, FlowColumn column, ReadOnlySpan<byte> field, ReadOnlySpan<byte> shown)
    {
        double value;
        bool isRead = column.Role switch
        {
            ColumnRole.Timestamp => FieldText.TryTime(field, out value),
            ColumnRole.Flag => FieldText.TryFlag(field, out value),
            _ => ExactDecimal.TryParse(field, out value),
        };
        if (!isRead) throw Unexpected(target, Shown(shown), column.Role == ColumnRole.Timestamp ? "a time" : "a number");
        if (!double.IsFinite(value)) throw Unexpected(target, Shown(shown), "a finite number");
        if (value < 0 && column.Role != ColumnRole.Number) negatives[target.Index]++;
        return value;
    }
}

/// <summary>Fields that are written in more than one way.</summary>
internal static class FieldText
{
    private static readonly string[] TimeFormats =
    [
        "yyyy/MM/dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy/MM/ddTHH:mm:ss.FFFFFFF",
        "HH:mm:ss.FFFFFFF",
    ];

    /// <summary>Seconds since 1970: a number, or a date and time (UTC where it names no zone); since midnight: a time alone.</summary>
    public static bool TryTime(ReadOnlySpan<byte> field, out double seconds)
    {
        if (ExactDecimal.TryParse(field, out seconds)) return true;
        Span<char> text = stackalloc char[40];
        if (field.Length > text.Length || !Encoding.UTF8.TryGetChars(field, text, out int length)) return false;
        const System.Globalization.DateTimeStyles Utc =
            System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal
            | System.Globalization.DateTimeStyles.NoCurrentDateDefault;
        if (!DateTime.TryParseExact(text[..length].Trim(), TimeFormats, System.Globalization.CultureInfo.InvariantCulture, Utc,
            out DateTime time))
            return false;
        // A time of day without its date (as ra writes it) is the seconds since a midnight that nobody knows.
        seconds = (time - (time.Year == 1 ? DateTime.MinValue : DateTime.UnixEpoch)).Ticks / (double)TimeSpan.TicksPerSecond;
        return true;
    }

    /// <summary>1 for T and true, 0 for F and false, else the number.</summary>
    public static bool TryFlag(ReadOnlySpan<byte> field, out double value)
    {
        value = Ascii.EqualsIgnoreCase(field, "T"u8) || Ascii.EqualsIgnoreCase(field, "true"u8) ? 1 : 0;
        return value > 0 || Ascii.EqualsIgnoreCase(field, "F"u8) || Ascii.EqualsIgnoreCase(field, "false"u8)
            || ExactDecimal.TryParse(field, out value);
    }

    /// <summary>A text in UTF-8, or if it is none in Latin-1, in which each byte is a character.</summary>
    public static string Decoded(ReadOnlySpan<byte> field) =>
        Utf8.IsValid(field) ? Encoding.UTF8.GetString(field) : Encoding.Latin1.GetString(field);

    /// <summary>A text without the spaces around it; a port in decimal where it is written in hexadecimal.</summary>
    public static string Normalise(string text, FlowColumn column)
    {
        string trimmed = text.Trim();
        return column is { Role: ColumnRole.Identifier, Unit: "port" } && trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && ushort.TryParse(trimmed.AsSpan(2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort port)
            ? port.ToString(System.Globalization.CultureInfo.InvariantCulture) : trimmed;
    }
}
