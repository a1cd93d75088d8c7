using System.Globalization;
using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>Reads decimal numbers from UTF-8, correctly rounded: the double nearest to what is written.</summary>
internal static class ExactDecimal
{
    /// <summary>Digits after the point up to which <see cref="PowersOfTen"/> are exact doubles.</summary>
    public const int MaxExactPower = 22;

    /// <summary>Below this an integer, and thus the digits of a number, are an exact double.</summary>
    public const ulong MaxExactInteger = 1UL << 53;

    /// <summary>10^0 to 10^22: the powers of ten that are exact doubles.</summary>
    public static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>
    /// Reads digits with at most one point from <paramref name="position"/> and moves it to the first byte after them. True where
    /// the value is certain: both digits and power of ten are exact doubles, so that one division rounds once (Clinger, 1990).
    /// False where <see cref="TryParse"/> has to decide; the bytes must end in one that belongs to no number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // into a loop that is optimised from the start
    public static bool TryReadShort(byte[] bytes, ref int position, out double value)
    {
        int p = position;
        ulong digits = 0;
        uint digit;
        while ((digit = (uint)(bytes[p] - '0')) <= 9)
        {
            digits = (digits * 10) + digit;
            p++;
        }

        int length = p - position;
        if (bytes[p] != '.')
        {
            value = digits;
            position = p;
            return length is > 0 and <= 19 && digits <= MaxExactInteger;
        }

        int point = p++;
        while ((digit = (uint)(bytes[p] - '0')) <= 9)
        {
            digits = (digits * 10) + digit;
            p++;
        }

        int decimals = p - point - 1;
        length += decimals;
        position = p;
        value = digits;
        if (length is 0 or > 19 || digits > MaxExactInteger) return false;
        value /= PowersOfTen[decimals];
        return true;
    }

    /// <summary>Reads a whole field in any form a program may write a number, with spaces around it. NaN and infinities are read as
    /// such.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, out double value)
    {
        value = 0;
        return !field.Contains((byte)0) && double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
