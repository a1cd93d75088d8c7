using System.Text;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Fuzzing;

/// <summary>JSON documents that are well formed and wrong: a part of another type, missing, doubled, nested, or with a text that no file
/// can hold.</summary>
internal static class FuzzJson
{
    private const string HalfCharacter = "@half-a-character@";

    private static readonly string[] Values =
        ["null", "true", "5", "-1", "1e400", "0.5", "99999999999999999999", "\"\"", "\"x\"", $"\"{HalfCharacter}\"", "[]", "{}", "[5]",
            "[null]", "[[\"x\"]]", "{\"a\":1}", "\"\\u0000\""];

    /// <summary>A document with one to three of its parts changed.</summary>
    public static byte[] Mutate(Random random, IReadOnlyList<string> corpus)
    {
        JsonNode root = JsonNode.Parse(corpus[random.Next(corpus.Count)])!;
        for (int change = random.Next(3); change >= 0; change--)
        {
            List<JsonNode> parents = [.. Containers(root)];
            JsonNode parent = parents[random.Next(parents.Count)];
            JsonNode? value = random.Next(4) == 0 ? root.DeepClone() : JsonNode.Parse(Values[random.Next(Values.Length)]);
            if (parent is JsonObject json) Change(random, json, value);
            else Change(random, (JsonArray)parent, value);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(HalfCharacter, "\\ud800", StringComparison.Ordinal));
    }

    private static void Change(Random random, JsonObject json, JsonNode? value)
    {
        string[] keys = [.. json.Select(pair => pair.Key)];
        string key = keys.Length > 0 ? keys[random.Next(keys.Length)] : "x";
        if (random.Next(4) == 0) json.Remove(key);
        else if (random.Next(6) == 0) json[HalfCharacter] = value;
        else json[key] = value;
    }

    private static void Change(Random random, JsonArray array, JsonNode? value)
    {
        if (array.Count == 0 || random.Next(3) == 0) array.Add(value);
        else if (random.Next(3) == 0) array.RemoveAt(random.Next(array.Count));
        else array[random.Next(array.Count)] = value;
    }

    private static IEnumerable<JsonNode> Containers(JsonNode root)
    {
        yield return root;
        IEnumerable<JsonNode?> children = root switch { JsonObject json => json.Select(pair => pair.Value), JsonArray array =>
            array, _ => [] };
        foreach (JsonNode node in children.Where(child => child is JsonObject or JsonArray).SelectMany(child => Containers(child!)))
            yield return node;
    }
}
