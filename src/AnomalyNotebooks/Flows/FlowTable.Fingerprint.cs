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
        foreach (string name in numbers.Keys.Order(StringComparer.Ordinal))
        {
            Add(hash, name);
            foreach (double[] block in numbers[name].Unpacked().Chunk(8192))
            {
                long[] bits = Array.ConvertAll(block, BitConverter.DoubleToInt64Bits);
                if (!BitConverter.IsLittleEndian) bits = Array.ConvertAll(bits, BinaryPrimitives.ReverseEndianness);
                hash.AppendData(MemoryMarshal.AsBytes(bits.AsSpan()));
            }
        }

        foreach (string name in categories.Keys.Order(StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, categories[name]);
        }

        Add(hash, AttackCategory);
        hash.AppendData([.. IsAttack.Select(attack => attack ? (byte)1 : (byte)0)]);
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
