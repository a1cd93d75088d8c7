using System.IO.Compression;
using System.Text;

namespace AnomalyNotebooks.Tests.Flows;

/// <summary>Zip archives whose directory says what it likes.</summary>
internal sealed class CraftedZip
{
    private const ushort Deflated = 8;

    private byte[] bytes = [];
    private readonly List<Action<BinaryWriter>> directory = [];

    /// <summary>Writes a file's content, deflated, without an entry for it in the directory.</summary>
    public Content Add(string name, byte[] text, ushort flags = 0)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(text);
        var content = new Content((uint)bytes.Length, Crc32(text), (uint)packed.Length, (uint)text.Length, flags);
        bytes = [.. bytes, .. Written(writer =>
        {
            writer.Write(0x04034b50);
            WriteFacts(writer, name, content);
            writer.Write(Encoding.UTF8.GetBytes(name));
            writer.Write(packed.ToArray());
        })];
        return content;
    }

    /// <summary>Names a content in the directory, once more if it was named before.</summary>
    public CraftedZip Name(string name, Content content)
    {
        directory.Add(writer =>
        {
            writer.Write(0x02014b50);
            writer.Write((ushort)20);
            WriteFacts(writer, name, content);
            writer.Write(new byte[10]);
            writer.Write(content.Offset);
            writer.Write(Encoding.UTF8.GetBytes(name));
        });
        return this;
    }

    public byte[] ToArray()
    {
        byte[] entries = [.. directory.SelectMany(Written)];
        return [.. bytes, .. entries, .. Written(writer =>
        {
            writer.Write(0x06054b50);
            writer.Write(0);
            writer.Write((ushort)directory.Count);
            writer.Write((ushort)directory.Count);
            writer.Write(entries.Length);
            writer.Write(bytes.Length);
            writer.Write((ushort)0);
        })];
    }

    private static byte[] Written(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteFacts(BinaryWriter writer, string name, Content content)
    {
        writer.Write((ushort)20);
        writer.Write(content.Flags);
        writer.Write(Deflated);
        writer.Write(0x5a21_0000);
        writer.Write(content.Crc);
        writer.Write(content.Packed);
        writer.Write(content.Length);
        writer.Write((ushort)Encoding.UTF8.GetByteCount(name));
        writer.Write((ushort)0);
    }

    private static uint Crc32(byte[] text)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in text)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }

    /// <summary>A content and what is said of it.</summary>
    public sealed record Content(uint Offset, uint Crc, uint Packed, uint Length, ushort Flags);
}
