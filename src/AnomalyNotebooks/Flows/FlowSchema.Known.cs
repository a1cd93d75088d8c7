using System.Text;

namespace AnomalyNotebooks;

public sealed partial class FlowSchema
{
    private static readonly Lazy<FlowSchema>[] Bundled =
    [
        new(() => AnomalyNotebooks.UnswNb15.Schema), new(() => AnomalyNotebooks.UnswNb15.Raw),
        .. new[] { "zeek", "argus", "nfdump", "nsl-kdd" }.Select(name => new Lazy<FlowSchema>(() => ReadBundled(name))),
    ];

    /// <summary>The names of the schemas that come with the library, for <see cref="Named"/>.</summary>
    public static IReadOnlyList<string> KnownNames { get; } = ["unsw-nb15", "unsw-nb15-raw", "zeek", "argus", "nfdump", "nsl-kdd"];

    /// <summary>A schema that comes with the library: one of <see cref="KnownNames"/>.</summary>
    /// <exception cref="AnomalyException">There is none of that name.</exception>
    public static FlowSchema Named(string name)
    {
        for (int i = 0; i < KnownNames.Count; i++)
            if (KnownNames[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return Bundled[i].Value;
        throw new AnomalyException($"There is no schema '{FlowFormatException.Excerpt(name)}': {string.Join(", ", KnownNames)} come with "
            + "the library.");
    }

    /// <summary>Reads a schema from JSON, as <see cref="ToJson"/> writes it.</summary>
    /// <exception cref="AnomalyException">It is no schema; the message says where it is wrong.</exception>
    public static FlowSchema FromJson(string json) => FlowSchemaJson.Read(json);

    /// <summary>Drafts a schema from a file of flows that no known tool has written, to be looked at before it is used: what would give
    /// the answer away (addresses, names, times, a column that alone separates the labels) is no feature.</summary>
    /// <param name="path">The file, plain or gzip; standard input for <c>-</c>.</param>
    /// <returns>The schema, and what was found and decided.</returns>
    /// <exception cref="AnomalyException">There is no such file, or it is no table.</exception>
    public static (FlowSchema Schema, IReadOnlyList<string> Notes) Infer(string path) => SchemaInference.Infer(path, []);

    /// <summary>Writes the schema as JSON, to be read and edited: one line per column and per rule. Equal schemas give equal
    /// texts.</summary>
    public string ToJson() => FlowSchemaJson.Write(this);

    /// <summary>The schema that comes with the library and knows most of a file's first fields, names or values; null if none
    /// does.</summary>
    internal static FlowSchema? Recognise(IReadOnlyList<string> fields)
    {
        FlowSchema? best = null;
        int most = 2; // fewer names than three may be anybody's
        foreach (FlowSchema schema in Bundled.Select(bundled => bundled.Value))
        {
            int known = fields.Count(field => schema.NameOf(field) is not null);
            int needed = schema.Layout.IsStrict ? schema.Columns.Count : 3;
            bool isMostly = known * 2 > fields.Count || known * 5 >= schema.Columns.Count * 4; // of the file, or of the schema
            if (known > most && known >= needed && isMostly) (best, most) = (schema, known);
        }

        return best ?? Bundled.Select(bundled => bundled.Value).FirstOrDefault(schema =>
            schema.Fits(fields.Count) && schema.HoldsValues(fields));
    }

    /// <summary>Whether a line of a file without header may have so many fields: all, or all but the last ones that are passed
    /// over.</summary>
    internal bool Fits(int fields) => Layout.Fields.Count > 0 && fields <= Layout.Fields.Count
        && Layout.Fields.Skip(fields).All(name => TryFind(name) is null && !LabelColumns.Contains(name));

    private bool HoldsValues(IReadOnlyList<string> fields) => Layout.Fields.Zip(fields).All(pair => TryFind(pair.First) is not { } column
        || column.IsText || Layout.Missing.Contains(pair.Second.Trim())
            || ExactDecimal.TryParse(Encoding.UTF8.GetBytes(pair.Second), out _));

    private static FlowSchema ReadBundled(string name)
    {
        using Stream stream = typeof(FlowSchema).Assembly.GetManifestResourceStream($"{name}.schema.json")
            ?? throw new AnomalyException($"The library was built without {name}.schema.json.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return FromJson(reader.ReadToEnd());
    }
}
