using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>A tensor as a safetensors file holds it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type: F32, F64, I32, I64, U64 or U8.</param>
/// <param name="Shape">Sizes, outermost first; empty for a single number.</param>
/// <param name="Data">Little-endian values, row-major.</param>
internal sealed record SafeTensor(string Name, string Type, IReadOnlyList<int> Shape, byte[] Data)
{
    /// <summary>Wraps a copy of <paramref name="values"/>: floats, doubles, integers or bytes.</summary>
    public static SafeTensor Of<T>(string name, ReadOnlySpan<T> values, params IReadOnlyList<int> shape) where T : unmanaged =>
        new(name, TypeOf<T>(), shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A copy of the values.</summary>
    /// <exception cref="AnomalyException">They are of another type.</exception>
    public T[] Values<T>() where T : unmanaged => Type == TypeOf<T>()
        ? MemoryMarshal.Cast<byte, T>(Data).ToArray()
        : throw new AnomalyException($"holds the tensor '{Name}' of type {Type}: expected {TypeOf<T>()}");

    /// <summary>Bytes of an element.</summary>
    public static int ElementSize(string? type) => type switch
    {
        "F32" or "I32" => 4,
        "F64" or "I64" or "U64" => 8,
        "U8" => 1,
        _ => throw new AnomalyException($"holds a tensor of type {type ?? "null"}: expected F32, F64, I32, I64, U64 or U8"),
    };

    private static string TypeOf<T>() => default(T) switch
    {
        float => "F32",
        double => "F64",
        int => "I32",
        long => "I64",
        ulong => "U64",
        byte => "U8",
        _ => throw new NotSupportedException($"Tensors of {typeof(T).Name} are not saved."),
    };
}

/// <summary>
/// The safetensors format: 8 bytes with the header's length, a JSON header that names each tensor's type, shape and place and holds
/// texts as metadata, then the tensors' bytes. Its metadata here includes <c>sha256</c>, the hash of the whole file with that value
/// all zeros. Errors are phrases to stand behind a file's name.
/// </summary>
internal static class SafeTensorsFile
{
    private const string ChecksumKey = "sha256", MetadataKey = "__metadata__";
    private const int LengthBytes = 8, MaxHeader = 100_000_000, ChecksumLength = 64;
    private static readonly string NoChecksum = new('0', ChecksumLength);

    /// <summary>The bytes of a file. The same content gives the same bytes.</summary>
    public static byte[] Write(IReadOnlyList<KeyValuePair<string, string>> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[LengthBytes]);
        WriteHeader(stream, metadata, tensors);
        while (stream.Length % 8 != 0) stream.WriteByte((byte)' '); // so that the tensors are aligned
        BinaryPrimitives.WriteUInt64LittleEndian(stream.GetBuffer(), (ulong)stream.Length - LengthBytes);
        foreach (SafeTensor tensor in tensors) stream.Write(tensor.Data);

        byte[] file = stream.ToArray();
        string checksum = Convert.ToHexStringLower(SHA256.HashData(file));
        Encoding.ASCII.GetBytes(checksum).CopyTo(file, file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(NoChecksum)));
        return file;
    }

    /// <summary>The texts and tensors of a file.</summary>
    /// <exception cref="AnomalyException">It is cut short, no safetensors file, or does not have the content its checksum was taken
    /// of.</exception>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafeTensor> Tensors) Read(byte[] file)
    {
        if (file.Length <= LengthBytes) throw new AnomalyException($"has {file.Length} bytes: it is cut short, or no safetensors file");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (headerLength is < 2 or > MaxHeader || file[LengthBytes] != '{') throw new AnomalyException("is no safetensors file");
        if (headerLength > (ulong)(file.Length - LengthBytes)) throw new AnomalyException("is cut short within its header");
        int headerEnd = LengthBytes + (int)headerLength;
        try
        {
            using JsonDocument header = JsonDocument.Parse(file.AsMemory(LengthBytes, (int)headerLength));
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            if (header.RootElement.TryGetProperty(MetadataKey, out JsonElement texts))
                foreach (JsonProperty text in texts.EnumerateObject()) metadata[text.Name] = text.Value.GetString() ?? "";
            IReadOnlyList<SafeTensor> tensors = ReadTensors(header.RootElement, file.AsSpan(headerEnd));
            VerifyChecksum(file, headerEnd, metadata);
            return (metadata, tensors);
        }
        catch (Exception error) when (
            error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new AnomalyException("has a header that is damaged or no safetensors header", error);
        }
    }

    private static void WriteHeader(
        MemoryStream stream, IReadOnlyList<KeyValuePair<string, string>> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartObject(MetadataKey);
        json.WriteString(ChecksumKey, NoChecksum); // first, so that no other text can be taken for it
        foreach ((string key, string text) in metadata) json.WriteString(key, text);
        json.WriteEndObject();
        long offset = 0;
        foreach (SafeTensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type);
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.Data.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static List<SafeTensor> ReadTensors(JsonElement header, ReadOnlySpan<byte> data)
    {
        var tensors = new List<SafeTensor>();
        long covered = 0;
        foreach (JsonProperty entry in header.EnumerateObject())
        {
            if (entry.NameEquals(MetadataKey)) continue;
            string? type = entry.Value.GetProperty("dtype").GetString();
            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            long[] place = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            long bytes = shape.Aggregate((long)SafeTensor.ElementSize(type), (product, size) => checked(product * size));
            if (place.Length != 2 || place[0] < 0 || place[1] < place[0] || place[1] - place[0] != bytes || shape.Any(size => size < 0))
                throw new AnomalyException($"places the tensor '{entry.Name}' where it does not fit");
            if (place[1] > data.Length)
                throw new AnomalyException($"is cut short: the tensor '{entry.Name}' ends at byte {place[1]} of {data.Length}");
            tensors.Add(new SafeTensor(entry.Name, type!, shape, data[(int)place[0]..(int)place[1]].ToArray()));
            covered += bytes;
        }

        if (covered != data.Length) throw new AnomalyException($"holds {data.Length} bytes of tensors where its header names {covered}");
        return tensors;
    }

    private static void VerifyChecksum(byte[] file, int headerEnd, Dictionary<string, string> metadata)
    {
        // another program's: the caller decides
        if (!metadata.TryGetValue(ChecksumKey, out string? expected) || expected.Length != ChecksumLength) return;
        byte[] blank = [.. file];
        int at = blank.AsSpan(0, headerEnd).IndexOf(Encoding.ASCII.GetBytes(expected));
        if (at < 0) throw new AnomalyException("was changed after it was saved: its checksum is damaged");
        blank.AsSpan(at, ChecksumLength).Fill((byte)'0');
        if (Convert.ToHexStringLower(SHA256.HashData(blank)) != expected)
            throw new AnomalyException("was changed or damaged after it was saved: its checksum does not fit its content");
    }
}
