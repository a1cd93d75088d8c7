namespace AnomalyNotebooks;

/// <summary>
/// A column of numbers in as few bytes as hold every one of them exactly: of a flow's columns most are small counts. They come out
/// as the doubles that went in, bit for bit.
/// </summary>
internal sealed class NumberColumn
{
    private const double Decimals = 1e6, LargestOfMillionths = 2000;
    private readonly Array stored;
    private readonly Kind kind;
    private WeakReference<double[]>? unpacked;

    private NumberColumn(Kind kind, Array stored) => (this.kind, this.stored) = (kind, stored);

    // From the narrowest to the widest.
    private enum Kind
    {
        Byte,
        UInt16,
        Int32,
        Millionths,
        Single,
        Double,
    }

    /// <summary>How many numbers there are.</summary>
    public int Count => stored.Length;

    /// <summary>Whether all numbers are whole (and of the size of an int).</summary>
    public bool IsWhole => kind <= Kind.Int32;

    /// <summary>Bytes that a number takes.</summary>
    public int BytesEach => kind switch { Kind.Byte => 1, Kind.UInt16 => 2, Kind.Double => 8, _ => 4 };

    /// <summary>The numbers as they are, not copied.</summary>
    public static NumberColumn Of(double[] values) => new(Kind.Double, values);

    /// <summary>The numbers packed.</summary>
    public static NumberColumn Pack(ReadOnlySpan<double> values)
    {
        Kind narrowest = NarrowestFor(values);
        Array target = Make(narrowest, values.Length);
        Write(narrowest, values, target, 0);
        return new NumberColumn(narrowest, target);
    }

    /// <summary>Columns one after the other.</summary>
    public static NumberColumn Join(IReadOnlyList<NumberColumn> parts)
    {
        if (parts.Count == 1) return parts[0];
        Kind widest = parts.Max(part => part.kind);
        if (!parts.All(part => part.FitsAs(widest))) widest = Kind.Double;
        Array target = Make(widest, parts.Sum(part => part.Count));
        var scratch = new double[parts.Max(part => part.Count)];
        int first = 0;
        foreach (NumberColumn part in parts)
        {
            if (part.kind == widest)
            {
                Array.Copy(part.stored, 0, target, first, part.Count);
            }
            else
            {
                Span<double> values = scratch.AsSpan(0, part.Count);
                part.CopyTo(0, values);
                Write(widest, values, target, first);
            }

            first += part.Count;
        }

        return new NumberColumn(widest, target);
    }

    /// <summary>The numbers as doubles. The array is shared, and made anew when nobody holds it any more.</summary>
    public double[] Unpacked()
    {
        if (stored is double[] doubles) return doubles;
        if (unpacked is not null && unpacked.TryGetTarget(out double[]? known)) return known;
        double[] values = GC.AllocateUninitializedArray<double>(Count);
        CopyTo(0, values);
        unpacked = new WeakReference<double[]>(values);
        return values;
    }

    /// <summary>How many numbers are NaN.</summary>
    public int CountMissing() => stored switch
    {
        double[] all => all.Count(double.IsNaN),
        float[] all => all.Count(float.IsNaN),
        _ => 0,
    };

    /// <summary>The named rows, in that order.</summary>
    public NumberColumn Take(ReadOnlySpan<int> rows)
    {
        Array taken = Make(kind, rows.Length);
        switch (stored)
        {
            case byte[] all: Pick(all, rows, (byte[])taken); break;
            case ushort[] all: Pick(all, rows, (ushort[])taken); break;
            case int[] all: Pick(all, rows, (int[])taken); break;
            case float[] all: Pick(all, rows, (float[])taken); break;
            default: Pick((double[])stored, rows, (double[])taken); break;
        }

        return new NumberColumn(kind, taken);
    }

    /// <summary>The number of a row.</summary>
    public double this[int row] => stored switch
    {
        byte[] all => all[row],
        ushort[] all => all[row],
        int[] all => kind == Kind.Int32 ? all[row] : all[row] / Decimals,
        float[] all => all[row],
        _ => ((double[])stored)[row],
    };

    /// <summary>Copies as many numbers as there is room for, from a row on.</summary>
    public void CopyTo(int first, Span<double> values)
    {
        switch (stored)
        {
            case byte[] all:
                for (int i = 0; i < values.Length; i++) values[i] = all[first + i];
                break;
            case ushort[] all:
                for (int i = 0; i < values.Length; i++) values[i] = all[first + i];
                break;
            case int[] all when kind == Kind.Int32:
                for (int i = 0; i < values.Length; i++) values[i] = all[first + i];
                break;
            case int[] all:
                for (int i = 0; i < values.Length; i++) values[i] = all[first + i] / Decimals;
                break;
            case float[] all:
                for (int i = 0; i < values.Length; i++) values[i] = all[first + i];
                break;
            default:
                ((double[])stored).AsSpan(first, values.Length).CopyTo(values);
                break;
        }
    }

    private static void Pick<T>(T[] all, ReadOnlySpan<int> rows, T[] taken)
    {
        for (int i = 0; i < taken.Length; i++) taken[i] = all[rows[i]];
    }

    // Whole numbers fit into wider whole numbers; into millionths small ones do, into floats those of two bytes.
    private bool FitsAs(Kind wider) => kind == wider || wider is Kind.Int32 or Kind.UInt16 or Kind.Double
        || (wider == Kind.Single && kind <= Kind.UInt16)
        || (wider == Kind.Millionths && (kind == Kind.Byte || (kind == Kind.UInt16 && ((ushort[])stored).Max() < LargestOfMillionths)));

    private static Kind NarrowestFor(ReadOnlySpan<double> values)
    {
        int least = 0, most = 0;
        bool isWhole = true, isMillionths = true, isSingle = true;
        foreach (double value in values)
        {
            int whole = (int)value;
            if (!Same(whole, value))
            {
                isWhole = false;
                break;
            }

            least = Math.Min(least, whole);
            most = Math.Max(most, whole);
        }

        if (isWhole) return least < 0 || most > ushort.MaxValue ? Kind.Int32 : most > byte.MaxValue ? Kind.UInt16 : Kind.Byte;
        for (int i = 0; i < values.Length && isMillionths; i++)
            isMillionths = Math.Abs(values[i]) < LargestOfMillionths && Same((int)Math.Round(values[i] * Decimals) / Decimals, values[i]);
        if (isMillionths) return Kind.Millionths;
        for (int i = 0; i < values.Length && isSingle; i++) isSingle = Same((float)values[i], values[i]) || double.IsNaN(values[i]);
        return isSingle ? Kind.Single : Kind.Double;
    }

    // Not ==: minus zero is not zero.
    private static bool Same(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);

    private static Array Make(Kind kind, int count) => kind switch
    {
        Kind.Byte => new byte[count],
        Kind.UInt16 => new ushort[count],
        Kind.Int32 or Kind.Millionths => new int[count],
        Kind.Single => new float[count],
        _ => GC.AllocateUninitializedArray<double>(count),
    };

    private static void Write(Kind kind, ReadOnlySpan<double> values, Array target, int first)
    {
        switch (target)
        {
            case byte[] all:
                for (int i = 0; i < values.Length; i++) all[first + i] = (byte)values[i];
                break;
            case ushort[] all:
                for (int i = 0; i < values.Length; i++) all[first + i] = (ushort)values[i];
                break;
            case int[] all when kind == Kind.Int32:
                for (int i = 0; i < values.Length; i++) all[first + i] = (int)values[i];
                break;
            case int[] all:
                for (int i = 0; i < values.Length; i++) all[first + i] = (int)Math.Round(values[i] * Decimals);
                break;
            case float[] all:
                for (int i = 0; i < values.Length; i++) all[first + i] = (float)values[i];
                break;
            default:
                values.CopyTo(((double[])target).AsSpan(first));
                break;
        }
    }
}
