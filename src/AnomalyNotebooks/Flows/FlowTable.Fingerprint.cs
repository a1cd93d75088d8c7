using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks;

public sealed partial class FlowTable
{
    /// <summary>
    /// SHA-256 of the flows as they were read, in lower-case hexadecimal: every value of every column, by the columns' names, and the
    /// labels, row by row. Line ends, quotes, the order of columns and the way numbers are written leave no trace in it; one changed
    /// value, or two rows swapped, do.
    /// </summary>
    internal string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new double[8192];
        foreach (string name in numbers.Keys.Order(StringComparer.Ordinal))
        {
            Add(hash, name);
            for (int first = 0; first < Count; first += block.Length)
            {
                Span<double> values = block.AsSpan(0, Math.Min(block.Length, Count - first));
                numbers[name].CopyTo(first, values);
                Span<long> bits = MemoryMarshal.Cast<double, long>(values);
                if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(bits, bits);
                hash.AppendData(MemoryMarshal.AsBytes(bits));
            }
        }

        foreach (string name in categories.Keys.Order(StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, categories[name]);
        }

        Add(hash, AttackCategory);
        hash.AppendData(MemoryMarshal.AsBytes<bool>(IsAttack));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Codes follow the order in which texts appear in the file: it is the texts that count.
    private static void Add(IncrementalHash hash, CategoryColumn column)
    {
        byte[][] texts = [.. column.Values.Select(text => SHA256.HashData(Encoding.UTF8.GetBytes(text)))];
        foreach (int code in column.Codes) hash.AppendData(texts[code].AsSpan(0, 16));
    }

    private static void Add(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(BitConverter.IsLittleEndian ? bytes.Length
            : BinaryPrimitives.ReverseEndianness(bytes.Length)));
        hash.AppendData(bytes);
    }
}
