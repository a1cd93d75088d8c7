using System.Globalization;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>Reading and writing the numbers of a saved pipeline; whatever is not as expected is an
/// <see cref="AnomalyException"/>.</summary>
internal static class PipelineJson
{
    /// <summary>A number as it is shown in messages.</summary>
    public static string Shown(this double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    public static void WriteNumbers(this Utf8JsonWriter json, string name, ReadOnlySpan<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    public static void WriteListOfNumbers(this Utf8JsonWriter json, string name, IEnumerable<double[]> lists)
    {
        json.WriteStartArray(name);
        foreach (double[] values in lists)
        {
            json.WriteStartArray();
            foreach (double value in values) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>Writes a flag that is set; one that is not is left out.</summary>
    public static void WriteFlag(this Utf8JsonWriter json, string name, bool value)
    {
        if (value) json.WriteBoolean(name, value);
    }

    public static bool Flag(this JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public static JsonElement Property(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value)
            ? value
            : throw Malformed($"there is no '{name}'");

    public static double Number(this JsonElement json, string name) => Finite(json.Property(name), name);

    public static double? OptionalNumber(this JsonElement json, string name) => json.TryGetProperty(name, out _) ? json.Number(name) : null;

    public static int Whole(this JsonElement json, string name) =>
        json.Property(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int whole)
            ? whole
            : throw Malformed($"'{name}' is not a whole number");

    public static string Text(this JsonElement json, string name) =>
        json.Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Malformed($"'{name}' is not a text");

    public static T Choice<T>(this JsonElement json, string name) where T : struct, Enum =>
        Enum.TryParse(json.Text(name), out T choice) && Enum.IsDefined(choice)
            ? choice
            : throw Malformed($"'{name}' is '{json.Text(name)}', none of {string.Join(", ", Enum.GetNames<T>())}");

    public static double[] Numbers(this JsonElement json, string name, int? count = null)
    {
        double[] values = [.. json.List(name).Select(value => Finite(value, name))];
        return count is null || values.Length == count ? values : throw Malformed($"'{name}' has {values.Length} numbers, not {count}");
    }

    public static double[][] ListOfNumbers(this JsonElement json, string name, int count)
    {
        double[][] lists = [.. json.List(name).Select(list => list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(value => Finite(value, name)).ToArray()
            : throw Malformed($"'{name}' is not a list of lists"))];
        return lists.Length == count ? lists : throw Malformed($"'{name}' has {lists.Length} lists, not {count}");
    }

    public static string[] Texts(this JsonElement json, string name) => [.. json.List(name).Select(value =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Malformed($"'{name}' holds something that is not a text"))];

    public static IEnumerable<JsonElement> List(this JsonElement json, string name) =>
        json.Property(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Malformed($"'{name}' is not a list");

    public static AnomalyException Malformed(string what, Exception? cause = null) =>
        new($"This is not a feature pipeline saved by AnomalyNotebooks: {what}. Save it again with FittedFeaturePipeline.Save.", cause);

    private static double Finite(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Malformed($"'{name}' holds something that is not a finite number");
}
