using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

public sealed partial class FittedFeaturePipeline
{
    private const string Format = "AnomalyNotebooks.FittedFeaturePipeline";
    private const int FormatVersion = 1;

    /// <summary>The fitted pipeline as JSON text, with a checksum. Reading it back gives a pipeline that transforms to the same
    /// bits.</summary>
    public string ToJson()
    {
        byte[] content = Content();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", FormatVersion);
            json.WriteString("sha256", Checksum(content));
            json.WritePropertyName("content");
            json.WriteRawValue(content);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="AnomalyException">The text is no such pipeline, of another format version, or was changed after it was
    /// written.</exception>
    public static FittedFeaturePipeline FromJson(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.Text("format") != Format) throw PipelineJson.Malformed($"its format is '{root.Text("format")}', not '{Format}'");
            if (root.Whole("version") != FormatVersion)
                throw PipelineJson.Malformed($"its format version is {root.Whole("version")}; this library reads {FormatVersion}");
            JsonElement content = root.Property("content");
            if (root.Text("sha256") != Checksum(Compact(content)))
                throw PipelineJson.Malformed("its checksum does not fit its content, so it was changed or damaged after it was saved");
            FittedChain[] fitted = [.. content.List("recipes").Select(FittedChain.ReadJson)];
            return new FittedFeaturePipeline(content.Text("name"), !content.Flag("refusesMissing"), fitted);
        }
        catch (JsonException failure)
        {
            throw PipelineJson.Malformed($"it is not JSON ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    /// <summary>Writes <see cref="ToJson"/> to a file, whole or not at all.</summary>
    public void Save(string path)
    {
        string unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, ToJson());
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Reads a file written by <see cref="Save"/>.</summary>
    /// <exception cref="AnomalyException">There is no such file, or it is refused as by <see cref="FromJson"/>.</exception>
    public static FittedFeaturePipeline Load(string path)
    {
        if (!File.Exists(path)) throw new AnomalyException($"There is no feature pipeline at '{path}'. FittedFeaturePipeline.Save writes "
            + $"one.");
        try
        {
            return FromJson(RegularFile.Text(path));
        }
        catch (AnomalyException refused)
        {
            throw new AnomalyException($"{path}: {refused.Message}", refused);
        }
    }

    private byte[] Content()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("name", Settings.Name);
            json.WriteFlag("refusesMissing", !Settings.FillsMissing);
            json.WriteStartArray("recipes");
            foreach (FittedChain chain in chains) chain.WriteJson(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Compact(stream.ToArray());
    }

    // White space does not count, so that a pretty-printed file, or one embedded in another, is still the same.
    private static byte[] Compact(JsonElement content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) content.WriteTo(json);
        return stream.ToArray();
    }

    private static byte[] Compact(byte[] content)
    {
        using JsonDocument document = JsonDocument.Parse(content);
        return Compact(document.RootElement);
    }

    private static string Checksum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
