using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>A schema as JSON that people can read and edit: one line per column and per rule.</summary>
internal static class FlowSchemaJson
{
    private const string Format = "flow schema 1";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(FlowSchema schema)
    {
        FlowLayout layout = schema.Layout;
        FlowLabels labels = schema.Labels;
        FlowRules rules = schema.Rules;
        var text = new StringBuilder("{\n");
        Line(text, 2, "format", Format);
        Line(text, 2, "name", schema.Name);
        if (layout.Delimiter is { } delimiter) Line(text, 2, "delimiter", delimiter.ToString());
        if (layout.HasDecimalCommas) Line(text, 2, "decimal", ",");
        if (layout.IsStrict) Line(text, 2, "strict", true);
        if (layout.EndMark is { } mark) Line(text, 2, "end", mark);
        if (layout.Fields.Count > 0) Line(text, 2, "fields", Texts(layout.Fields));
        Line(text, 2, "missing", Texts(layout.Missing));
        if (labels.Columns.Count > 0) Line(text, 2, "labels", Of(labels));
        List(text, 2, "columns", schema.Columns.Select(Of), more: rules != FlowRules.None);
        if (rules == FlowRules.None) return text.Append("}\n").ToString();
        text.Append("  \"rules\": {\n");
        if (rules.MainSize is { } size) Line(text, 4, "mainSize", size);
        List(text, 4, "derivations", rules.Derivations.Select(Of));
        List(text, 4, "comparisons", rules.Comparisons.Select(Of));
        List(text, 4, "blocks", rules.Blocks.Select(block => new JsonObject
        {
            ["name"] = block.Name, ["parts"] = Texts(block.Parts), ["isContext"] = block.IsContext,
        }));
        List(text, 4, "groups", rules.Groups.Select(Texts));
        List(text, 4, "tuples", rules.Tuples.Select(Texts));
        List(text, 4, "relations", rules.Relations.Select(relation => new JsonObject
        {
            ["target"] = Texts(relation.Target), ["given"] = new JsonArray([.. relation.Given.Select(Texts)]),
                ["withRarity"] = relation.WithRarity,
        }));
        Line(text, 4, "context", Texts(rules.Context), more: false);
        return text.Append("  }\n}\n").ToString();
    }

    public static FlowSchema Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16,
            });
            var root = new Part(document.RootElement, "the schema");
            root.Allow("format", "name", "delimiter", "decimal", "strict", "end", "fields", "missing", "labels", "columns", "rules");
            if (root.Text("format") is { } format && format != Format)
                throw root.Wrong($"format '{FlowFormatException.Excerpt(format)}'", $"'{Format}'");
            string? delimiter = root.Text("delimiter");
            if (delimiter is not null && (delimiter.Length != 1 || !FlowLayout.CanSeparate(delimiter[0])))
                throw root.Wrong("a delimiter of another kind", "one ASCII character that stands in no name and no number");
            if (root.Text("decimal") is not (null or "," or ".")) throw root.Wrong("'decimal' of another kind", "',' or '.'");
            var layout = new FlowLayout
            {
                HasDecimalCommas = root.Text("decimal") == ",",
                Delimiter = delimiter?[0],
                IsStrict = root.Flag("strict"),
                EndMark = root.Text("end"),
                Fields = root.Texts("fields"),
                Missing = root.Has("missing") ? root.Texts("missing") : FlowLayout.Default.Missing,
            };
            FlowLabels labels = root.Get("labels") is { } label ? LabelsOf(label) : FlowLabels.None;
            string name = root.Text("name") ?? throw root.Wrong("no 'name'", "one");
            FlowColumn[] columns = [.. root.List("columns").Select(ColumnOf)];
            return new FlowSchema(name, columns, labels, root.Get("rules") is { } rules ? RulesOf(rules) : FlowRules.None, layout);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new AnomalyException($"The schema is no JSON: {FlowFormatException.Excerpt(error.Message, 200)}", error);
        }
    }

    private static JsonObject Of(FlowColumn column)
    {
        var json = new JsonObject { ["name"] = column.Name, ["role"] = RoleName(column.Role) };
        if (column.Unit.Length > 0) json["unit"] = column.Unit;
        if (column.Scale != 1) json["scale"] = column.Scale;
        if (column.Minimum != 0) json["minimum"] = column.Minimum;
        if (column.IsFeature != new FlowColumn("", column.Role).IsFeature) json["feature"] = column.IsFeature;
        if (column.Aliases.Count > 0) json["aliases"] = Texts(column.Aliases);
        if (column.Description.Length > 0) json["description"] = column.Description;
        if (column.KnownValues.Count > 0) json["values"] = Texts(column.KnownValues);
        return json;
    }

    private static FlowColumn ColumnOf(Part json)
    {
        json.Allow("name", "role", "unit", "scale", "minimum", "feature", "aliases", "description", "values");
        string name = json.Text("name") ?? throw json.Wrong("no 'name'", "one");
        string role = json.Text("role") ?? throw json.Wrong("no 'role'", "one");
        ColumnRole[] known = [.. Enum.GetValues<ColumnRole>().Where(known => RoleName(known) == role)];
        if (known.Length == 0)
            throw json.Wrong($"role '{FlowFormatException.Excerpt(role)}'", "one of "
                + string.Join(", ", Enum.GetValues<ColumnRole>().Select(RoleName)));
        var column = new FlowColumn(name, known[0], json.Text("unit") ?? "", json.Text("description") ?? "");
        return column with
        {
            Scale = json.Number("scale") ?? 1,
            Minimum = json.Number("minimum") ?? 0,
            IsFeature = json.Has("feature") ? json.Flag("feature") : column.IsFeature,
            Aliases = json.Texts("aliases"),
            KnownValues = [.. json.Texts("values")],
        };
    }

    private static JsonObject Of(FlowLabels labels) => new()
    {
        ["category"] = labels.Category, ["flag"] = labels.Flag, ["normal"] = Texts(labels.NormalTexts), ["known"] = Texts(labels.Known),
        ["spellings"] = new JsonObject(labels.Spellings.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    private static FlowLabels LabelsOf(Part json)
    {
        json.Allow("category", "flag", "normal", "known", "spellings");
        var labels = new FlowLabels(json.Text("category"), json.Text("flag"), json.Texts("normal"))
        {
            Known = json.Texts("known"),
            Spellings = json.Get("spellings")?.Pairs() ?? new Dictionary<string, string>(StringComparer.Ordinal),
        };
        return labels.Columns.Count > 0 ? labels : throw json.Wrong("neither 'category' nor 'flag'", "the name of a column");
    }

    private static JsonObject Of(FlowDerivation rule)
    {
        var json = new JsonObject { ["column"] = rule.Column, ["formula"] = FormulaName(rule.Formula), ["inputs"] = Texts(rule.Inputs) };
        if (rule.Factor != 1) json["factor"] = rule.Factor;
        return json;
    }

    private static FlowDerivation DerivationOf(Part json)
    {
        json.Allow("column", "formula", "inputs", "factor");
        string column = json.Text("column") ?? throw json.Wrong("no 'column'", "one");
        string formula = json.Text("formula") ?? throw json.Wrong("no 'formula'", "one");
        FlowFormula[] known = [.. Enum.GetValues<FlowFormula>().Where(known => FormulaName(known) == formula)];
        if (known.Length == 0)
            throw json.Wrong($"formula '{FlowFormatException.Excerpt(formula)}'", "one of "
                + string.Join(", ", Enum.GetValues<FlowFormula>().Select(FormulaName)));
        var rule = new FlowDerivation(column, known[0], json.Texts("inputs"), json.Number("factor") ?? 1);
        return rule.Inputs.Count == rule.InputCount ? rule
            : throw json.Wrong($"{rule.Inputs.Count} inputs", $"{rule.InputCount} of formula {formula}");
    }

    private static FlowRules RulesOf(Part json)
    {
        json.Allow("context", "mainSize", "derivations", "comparisons", "groups", "blocks", "tuples", "relations");
        return new FlowRules
        {
            Context = json.Texts("context"),
            MainSize = json.Text("mainSize"),
            Derivations = [.. json.List("derivations").Select(DerivationOf)],
            Comparisons = [.. json.List("comparisons").Select(DerivationOf)],
            Groups = [.. json.List("groups").Select(group => group.Texts())],
            Blocks = [.. json.List("blocks").Select(block =>
                new FlowBlock(block.Text("name") ?? "", block.Texts("parts"), block.Flag("isContext")))],
            Tuples = [.. json.List("tuples").Select(tuple => tuple.Texts())],
            Relations = [.. json.List("relations").Select(relation => new FlowRelation(
                relation.Texts("target"), [.. relation.List("given").Select(given => given.Texts())], relation.Flag("withRarity")))],
        };
    }

    private static string RoleName(ColumnRole role) => Words(role.ToString());

    private static string FormulaName(FlowFormula formula) => Words(formula.ToString());

    // WindowCounter: window counter.
    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}"))
        .ToLowerInvariant();

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    private static void Line(StringBuilder text, int indent, string name, JsonNode? value, bool more = true) =>
        text.Append(' ', indent).Append('"').Append(name).Append("\": ").Append(value?.ToJsonString(Plain) ?? "null")
            .Append(more ? ",\n" : "\n");

    private static void List(StringBuilder text, int indent, string name, IEnumerable<JsonNode> items, bool more = true)
    {
        text.Append(' ', indent).Append('"').Append(name).Append("\": [\n");
        text.AppendJoin(",\n", items.Select(item => new string(' ', indent + 2) + item.ToJsonString(Plain)));
        text.Append('\n').Append(' ', indent).Append(more ? "],\n" : "]\n");
    }

    /// <summary>A part of the JSON, with where it is, for messages.</summary>
    private readonly record struct Part(JsonElement Json, string Where)
    {
        public AnomalyException Wrong(string found, string expected) => new($"{Where}: found {found}; expected {expected}.");

        public void Allow(params string[] names)
        {
            if (Json.ValueKind != JsonValueKind.Object) throw Wrong("no object", "{ ... }");
            foreach (JsonProperty property in Json.EnumerateObject())
                if (!names.Contains(property.Name))
                    throw Wrong($"'{FlowFormatException.Excerpt(property.Name)}'", string.Join(", ", names));
        }

        public bool Has(string name) => Get(name) is not null;

        public Part? Get(string name)
        {
            if (Json.ValueKind != JsonValueKind.Object) throw Wrong("no object", "{ ... }");
            return Json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
                ? new Part(value, $"{Where}, {name}") : null;
        }

        public string? Text(string name) => Get(name)?.Text();

        public bool Flag(string name) => Get(name) is { } part && (part.Json.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? part.Json.GetBoolean() : throw part.Wrong(part.Json.ValueKind.ToString(), "true or false"));

        public double? Number(string name) => Get(name) is not { } part ? null
            : part.Json.ValueKind == JsonValueKind.Number && part.Json.TryGetDouble(out double value) && double.IsFinite(value) ? value
            : throw part.Wrong(part.Json.ValueKind.ToString(), "a number");

        public string[] Texts(string name) => Get(name)?.Texts() ?? [];

        public string[] Texts() => [.. Items().Select(item => item.Text())];

        public IEnumerable<Part> List(string name) => Get(name)?.Items() ?? [];

        public Dictionary<string, string> Pairs()
        {
            var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
            if (Json.ValueKind != JsonValueKind.Object) throw Wrong("no object", "{ ... }");
            foreach (JsonProperty property in Json.EnumerateObject())
                pairs[property.Name] = new Part(property.Value, $"{Where}, {property.Name}").Text();
            return pairs;
        }

        private string Text() => Json.ValueKind == JsonValueKind.String ? Json.GetString()!
            : throw Wrong(Json.ValueKind.ToString(), "a text");

        private IEnumerable<Part> Items()
        {
            if (Json.ValueKind != JsonValueKind.Array) throw Wrong(Json.ValueKind.ToString(), "a list");
            string where = Where;
            return Json.EnumerateArray().Select((item, i) => new Part(item, $"{where}[{i}]"));
        }
    }
}
