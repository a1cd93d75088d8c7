using System.Text;

namespace AnomalyNotebooks;

/// <summary>The kinds of column a field's value can go to.</summary>
internal enum FieldKind
{
    /// <summary>Nowhere.</summary>
    Ignored,

    /// <summary>A numeric column.</summary>
    Number,

    /// <summary>A text column, or the label's category.</summary>
    Text,

    /// <summary>The label as 0 or 1.</summary>
    LabelFlag,
}

/// <summary>Where the value of a field goes.</summary>
/// <param name="Kind">To which kind of column.</param>
/// <param name="Index">Which of them.</param>
internal readonly record struct FieldTarget(FieldKind Kind, int Index);

/// <summary>Matches the fields of a file with the columns of a schema.</summary>
internal sealed class FlowBinding
{
    /// <summary>The most columns of a file that are read.</summary>
    private const int MostColumns = 10_000;

    private readonly string[] shownNames;

    private FlowBinding(string file, FlowSchema schema, IReadOnlyList<string> fields, FieldTarget[] targets)
    {
        (File, Schema, Targets) = (file, schema, targets);
        shownNames = [.. fields];
        Names = [.. fields.Select(Encoding.UTF8.GetBytes)];
        Numbers = [.. schema.Columns.Where(column => !column.IsText)];
        Texts = [.. schema.Columns.Where(column => column.IsText)];
        HasCategory = targets.Contains(new FieldTarget(FieldKind.Text, Texts.Count));
        HasFlag = targets.Contains(new FieldTarget(FieldKind.LabelFlag, 0));
        MissingMarks = [.. schema.Layout.Missing.Select(Encoding.UTF8.GetBytes)];
        EndMark = schema.Layout.EndMark is { } mark ? Encoding.UTF8.GetBytes(mark) : null;
    }

    /// <summary>The file's name, for messages.</summary>
    public string File { get; }

    /// <summary>What the file's columns are: the schema asked for, without what the file lacks.</summary>
    public FlowSchema Schema { get; }

    /// <summary>Names of the file's fields, as the file writes them.</summary>
    public byte[][] Names { get; }

    /// <summary>Where the value of each field goes.</summary>
    public FieldTarget[] Targets { get; }

    /// <summary>The numeric columns, in the schema's order.</summary>
    public IReadOnlyList<FlowColumn> Numbers { get; }

    /// <summary>The text columns, in the schema's order.</summary>
    public IReadOnlyList<FlowColumn> Texts { get; }

    /// <summary>Whether the file says of each flow what kind it is.</summary>
    public bool HasCategory { get; }

    /// <summary>Whether the file says of each flow whether it is an attack, as 0 or 1.</summary>
    public bool HasFlag { get; }

    /// <summary>Texts that stand for no value.</summary>
    public IReadOnlyList<byte[]> MissingMarks { get; }

    /// <summary>What separates fields.</summary>
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>Whether fields may stand in quotes.</summary>
    public bool HasQuotes { get; init; } = true;

    /// <summary>Whether lines that begin with <c>#</c> are comments.</summary>
    public bool HasComments { get; init; }

    /// <summary>The line with the names, where it may come again, as in files that were put together.</summary>
    public byte[] HeaderLine { get; private init; } = [];

    /// <summary>What begins the line after the flows; null where nothing does.</summary>
    public byte[]? EndMark { get; }

    /// <summary>Whether a line may be something else than a flow.</summary>
    public bool SkipsLines => HasComments || EndMark is not null || HeaderLine.Length > 0;

    /// <summary>The columns of the schema that the file lacks.</summary>
    public IReadOnlyList<string> Lacking { get; private init; } = [];

    /// <summary>The fields of the file that the schema does not know.</summary>
    public IReadOnlyList<string> Unknown { get; private init; } = [];

    /// <summary>The columns that the file has a second time: the first of each is read.</summary>
    public IReadOnlyList<string> Repeated { get; private init; } = [];

    /// <summary>Whether three spaces separate fields as the delimiter does, as in the labels of IoT-23.</summary>
    public bool HasSpacedFields { get; init; }

    /// <summary>The name of the field whose value goes there.</summary>
    public string NameOf(FieldTarget target)
    {
        int field = Array.IndexOf(Targets, target);
        if (field < 0) return Schema.LabelColumns.Count > 0 ? Schema.LabelColumns[0] : "";
        return Schema.TryFind(shownNames[field].Trim().ToLowerInvariant())?.Name ?? shownNames[field].Trim();
    }

    /// <summary>Matches fields with columns: in any order, upper or lower case, with or without spaces, by name or another name.</summary>
    /// <exception cref="FlowFormatException">A column is missing, unknown or there twice, and the schema does not allow that.</exception>
    public static FlowBinding Match(FlowSchema schema, IReadOnlyList<string> fields, string file, int? line, byte delimiter = (byte)',')
    {
        if (fields.All(field => schema.NameOf(field) is null))
        {
            throw new FlowFormatException(file, line, null,
                $"none of the columns of {schema.Name} (the line begins with '{FlowFormatException.Excerpt(fields[0])}')",
                "a header with " + string.Join(", ", schema.FeatureNames.Take(8)) + (schema.FeatureNames.Count > 8 ? " ..." : ""));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var unknown = new List<string>();
        var repeated = new List<string>();
        var names = new string?[fields.Count];
        for (int i = 0; i < fields.Count; i++)
        {
            names[i] = schema.NameOf(fields[i]);
            if (names[i] is null) unknown.Add(fields[i].Trim());
            if (names[i] is null && schema.Layout.IsStrict && FlowSchema.Key(fields[i]) != "id")
                throw new FlowFormatException(file, line, fields[i].Trim(), $"an unknown column (field {i + 1})",
                    Near(schema, fields[i].Trim()));
            if (names[i] is not { } name || seen.Add(name)) continue;
            if (schema.Layout.IsStrict)
                throw new FlowFormatException(file, line, fields[i].Trim(), $"the column a second time (field {i + 1})",
                    "each column once");
            names[i] = null;
            repeated.Add(fields[i].Trim());
        }

        // A label under another name: its values are looked at as the schema's own.
        if (!schema.Layout.IsStrict && schema.Labels is { Category: { } label, Flag: null } && !seen.Contains(label)
            && unknown.Count(SchemaInference.IsLabelName) == 1)
        {
            int place = Array.FindIndex([.. fields], field => SchemaInference.IsLabelName(field.Trim()) && schema.NameOf(field) is null);
            names[place] = label;
            seen.Add(label);
            unknown.Remove(fields[place].Trim());
        }

        string[] lacking = [.. schema.Columns.Select(column => column.Name).Concat(schema.LabelColumns).Where(name =>
            !seen.Contains(name))];
        if (schema.Layout.IsStrict && lacking.Length > 0)
        {
            string which = string.Join(", ", lacking.Select(name => $"'{name}'"));
            throw new FlowFormatException(
                file, line, lacking[0], lacking.Length == 1 ? "no such column" : $"no columns {which}",
                    $"the header of a {schema.Name} file");
        }

        if (!schema.FeatureNames.Any(seen.Contains))
            throw new FlowFormatException(file, line, null, $"no column of {schema.Name} that a model may read", "one at least");
        FlowSchema bound = schema.Without(lacking);
        string[] numbers = [.. bound.Columns.Where(column => !column.IsText).Select(column => column.Name)];
        string[] texts = [.. bound.Columns.Where(column => column.IsText).Select(column => column.Name)];
        FieldTarget[] targets = [.. names.Select(name => TargetOf(bound, name, numbers, texts))];
        return new FlowBinding(file, bound, fields, targets) { Delimiter = delimiter, Lacking = lacking, Unknown = unknown,
            Repeated = repeated };
    }

    /// <summary>Refuses a line of more fields than anybody's flows have: each costs more than its few bytes.</summary>
    /// <exception cref="FlowFormatException">There are too many.</exception>
    public static void RequireFew(int fields, string file, int? line)
    {
        if (fields > MostColumns) throw new FlowFormatException(file, line, null, $"{fields} fields", $"at most {MostColumns}");
    }

    /// <summary>The binding of the same fields for a file whose header may come again.</summary>
    public FlowBinding With(byte[] headerLine) => new(File, Schema, shownNames, Targets)
    {
        Delimiter = Delimiter, HeaderLine = headerLine, Lacking = Lacking, Unknown = Unknown, Repeated = Repeated,
    };

    /// <summary>The binding of the same fields for lines that are laid out otherwise.</summary>
    public FlowBinding With(byte delimiter, bool hasQuotes, bool hasComments, byte[] headerLine, bool hasSpacedFields) =>
        new(File, Schema, shownNames, Targets)
        {
            Delimiter = delimiter, HasQuotes = hasQuotes, HasComments = hasComments, HeaderLine = headerLine,
            HasSpacedFields = hasSpacedFields, Lacking = Lacking, Unknown = Unknown, Repeated = Repeated,
        };

    private static FieldTarget TargetOf(FlowSchema schema, string? name, string[] numbers, string[] texts)
    {
        if (name is null) return default;
        if (name == schema.Labels.Flag) return new FieldTarget(FieldKind.LabelFlag, 0);
        if (name == schema.Labels.Category) return new FieldTarget(FieldKind.Text, texts.Length);
        int number = Array.IndexOf(numbers, name);
        return number >= 0 ? new FieldTarget(FieldKind.Number, number) : new FieldTarget(FieldKind.Text, Array.IndexOf(texts, name));
    }

    private static string Near(FlowSchema schema, string written)
    {
        string nearest = schema.Columns.Select(column => column.Name).Concat(schema.LabelColumns).MinBy(name =>
            Distance(name, written.ToLowerInvariant()))!;
        return Distance(nearest, written.ToLowerInvariant()) <= 3 ? $"a column of the data set, such as '{nearest}'"
            : $"the header of a {schema.Name} file";
    }

    // Levenshtein's edit distance, of the beginnings of long names.
    private static int Distance(string a, string b)
    {
        b = b[..Math.Min(b.Length, 60)];
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }
}
