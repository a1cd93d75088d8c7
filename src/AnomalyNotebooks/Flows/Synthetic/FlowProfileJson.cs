using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>The profile as JSON: one line per group, numbers in plain lists, so that the file stays small and a change shows in a
/// diff.</summary>
internal static class FlowProfileJson
{
    private const string Format = "flow profile 1";

    public static string Write(FlowProfile profile)
    {
        var text = new StringBuilder();
        text.Append("{\n");
        Property(text, "format", JsonValue.Create(Format));
        Property(text, "about", JsonValue.Create(
            "Statistics of UNSW-NB15, from which synthetic flows are drawn; made by `anomaly data profile`, described in data/README.md. "
                + "No row of the data is in it."));
        Property(text, "source", JsonValue.Create(profile.SourceSha256));
        Property(text, UnswNb15.Names.Protocol, Texts(profile.Protocols));
        Property(text, UnswNb15.Names.Service, Texts(profile.Services));
        Property(text, UnswNb15.Names.State, Texts(profile.States));
        Property(text, "latents", Texts(profile.Latents));
        Property(text, "categories",
            new JsonObject(profile.Categories.Select(pair => KeyValuePair.Create(pair.Category, (JsonNode?)pair.Flows))));
        text.Append("\"groups\":[\n");
        text.AppendJoin(",\n", profile.Groups.Select(group => Group(group).ToJsonString()));
        return text.Append("\n]}\n").ToString();
    }

    public static FlowProfile Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            string? format = root.GetProperty("format").GetString();
            if (format != Format) throw new AnomalyException($"The flow profile has the format '{format}'; this version reads '{Format}'.");
            return new FlowProfile(
                root.GetProperty("source").GetString()!,
                Texts(root.GetProperty(UnswNb15.Names.Protocol)),
                Texts(root.GetProperty(UnswNb15.Names.Service)),
                Texts(root.GetProperty(UnswNb15.Names.State)),
                Texts(root.GetProperty("latents")),
                [.. root.GetProperty("categories").EnumerateObject().Select(pair => (pair.Name, pair.Value.GetInt32()))],
                [.. root.GetProperty("groups").EnumerateArray().Select(Group)]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException)
        {
            throw new AnomalyException($"Not a flow profile as `anomaly data profile` writes it: {error.Message}", error);
        }
    }

    private static JsonObject Group(ProfileGroup group) => new()
    {
        ["category"] = group.Category,
        ["flows"] = group.Flows,
        ["repeats"] = group.Repeats,
        [UnswNb15.Names.Protocol] = Lists(group.Protocols, item => [item.Protocol, item.Flows]),
        ["context"] = Lists(group.Contexts, item =>
        [
            item.Context.Service, item.Context.State, item.Context.SourceTtl, item.Context.DestinationTtl,
            item.Context.StateTtl, item.Flows,
        ]),
        ["limits"] = Numbers([group.Limits.SourceLoad, group.Limits.DestinationLoad, group.Limits.Rate]),
        ["shapes"] = Lists(group.Shapes, item => [.. item.Shape, item.Flows]),
        ["quantiles"] = new JsonArray([.. group.Marginals.Select(marginal => Lists(marginal.Entries, entry => entry))]),
        ["correlations"] = Numbers(group.Correlations.Select(value => Math.Round(value * 100))),
    };

    private static ProfileGroup Group(JsonElement json)
    {
        List<double[]> Rows(string name) => Lists(json.GetProperty(name));
        double[] limits = [.. json.GetProperty("limits").EnumerateArray().Select(number => number.GetDouble())];
        return new ProfileGroup(
            json.GetProperty("category").GetString()!,
            json.GetProperty("flows").GetInt32(),
            json.GetProperty("repeats").GetInt32(),
            Rows(UnswNb15.Names.Protocol).ConvertAll(row => ((int)row[0], (int)row[^1])),
            Rows("context").ConvertAll(row =>
                (new FlowContext((int)row[0], (int)row[1], (int)row[2], (int)row[3], (int)row[4]), (int)row[5])),
            new FlowLimits(limits[0], limits[1], limits[2]),
            Rows("shapes").ConvertAll(row => (row[..^1], (int)row[^1])),
            [.. json.GetProperty("quantiles").EnumerateArray().Select(marginal => new Marginal(Lists(marginal)))],
            [.. json.GetProperty("correlations").EnumerateArray().Select(value => value.GetDouble() / 100)]);
    }

    private static void Property(StringBuilder text, string name, JsonNode value) =>
        text.Append('"').Append(name).Append("\":").Append(value.ToJsonString()).Append(",\n");

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonArray Numbers(IEnumerable<double> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);

    private static JsonArray Lists<T>(IEnumerable<T> items, Func<T, double[]> numbers) =>
        new([.. items.Select(item => Numbers(numbers(item)))]);

    private static string[] Texts(JsonElement json) => [.. json.EnumerateArray().Select(text => text.GetString()!)];

    private static List<double[]> Lists(JsonElement json) =>
        [.. json.EnumerateArray().Select(row => row.EnumerateArray().Select(number => number.GetDouble()).ToArray())];
}
