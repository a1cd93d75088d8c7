using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Images;

/// <summary>
/// The hashes that a PNG carries in a text chunk of its own: of the figure it was drawn from, and of its own other bytes. A picture under
/// another figure, or one painted over, is found by them. They are no signature: whoever wants to can compute them anew.
/// </summary>
internal static class PictureSeal
{
    private const string Keyword = "anomaly-figure";
    private const int SignatureLength = 8, ChunkOverhead = 12;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture with the hashes, before its last chunk.</summary>
    public static byte[] Seal(byte[] png, JsonNode figure)
    {
        byte[] data = Encoding.ASCII.GetBytes($"{Keyword}\0{FigureHash(figure)} {Convert.ToHexStringLower(SHA256.HashData(png))}");
        var chunk = new byte[data.Length + ChunkOverhead];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        "tEXt"u8.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        int end = png.Length - ChunkOverhead; // IEND has no content
        return [.. png.AsSpan(0, end), .. chunk, .. png.AsSpan(end)];
    }

    /// <summary>What speaks against a picture having been drawn from a figure, in words; null where nothing does.</summary>
    public static string? Problem(string base64, JsonNode figure)
    {
        var png = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, png, out int length)) return "its picture is not base 64";
        png = png[..length];
        if (Find(png) is not (int start, int size, string[] hashes)) return "its picture does not say which figure it was drawn from";
        if (hashes[0] != FigureHash(figure)) return "its picture was drawn from another figure";
        byte[] drawn = [.. png.AsSpan(0, start), .. png.AsSpan(start + size)];
        return hashes[1] == Convert.ToHexStringLower(SHA256.HashData(drawn)) ? null : "its picture was changed after it had been drawn";
    }

    private static (int Start, int Size, string[] Hashes)? Find(byte[] png)
    {
        if (!png.AsSpan().StartsWith(Signature)) return null;
        for (int at = SignatureLength; at + ChunkOverhead <= png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (length < 0 || length > png.Length - at - ChunkOverhead) return null;
            if (png.AsSpan(at + 4, 4).SequenceEqual("tEXt"u8) && Encoding.Latin1.GetString(png, at + 8, length).Split('\0')
                is [Keyword, var text] && text.Split(' ') is { Length: 2 } hashes)
                return (at, length + ChunkOverhead, hashes);
            at += length + ChunkOverhead;
        }

        return null;
    }

    private static string FigureHash(JsonNode figure) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NotebookWriter.Line(figure))));

    // CRC-32 as PNG has it (polynomial 0xEDB88320, reflected).
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
