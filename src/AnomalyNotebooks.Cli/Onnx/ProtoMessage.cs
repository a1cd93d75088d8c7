using System.Buffers;
using System.Text;

namespace AnomalyNotebooks.Cli.Onnx;

/// <summary>A message in the wire format of Protocol Buffers, as far as ONNX needs it: whole numbers, bytes, texts, messages.</summary>
internal sealed class ProtoMessage
{
    private const int VarintKind = 0, LengthKind = 2;

    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>Adds a whole number.</summary>
    /// <param name="field">The field's number in the message's definition.</param>
    /// <param name="value">Its value.</param>
    public ProtoMessage Add(int field, long value)
    {
        Varint((ulong)((field << 3) | VarintKind));
        Varint((ulong)value);
        return this;
    }

    /// <summary>Adds bytes.</summary>
    /// <inheritdoc cref="Add(int, long)"/>
    public ProtoMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | LengthKind));
        Varint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    /// <summary>Adds a text.</summary>
    /// <inheritdoc cref="Add(int, long)"/>
    public ProtoMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a message.</summary>
    /// <inheritdoc cref="Add(int, long)"/>
    public ProtoMessage Add(int field, ProtoMessage value) => Add(field, value.ToArray());

    /// <summary>The message as it is written so far.</summary>
    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Write([(byte)(value | 0x80)]);
        bytes.Write([(byte)value]);
    }
}
