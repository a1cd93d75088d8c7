using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AnomalyNotebooks;

/// <summary>The JSON texts in a bundle's metadata, by code that is generated when the library is built.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AutoencoderOptions))]
[JsonSerializable(typeof(EpochReport[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class BundleJson : JsonSerializerContext
{
    public static string Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    /// <summary>Reads a text.</summary>
    /// <exception cref="AnomalyException">It is not what was written there.</exception>
    public static T Read<T>(string name, string text, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new AnomalyException($"has '{name}' in its metadata that cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }
}
