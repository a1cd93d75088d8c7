using System.Text;

namespace AnomalyNotebooks;

/// <summary>What the columns of a file are: for each field of a line, where its value belongs.</summary>
internal sealed class FlowCsvHeader
{
    private const string IdColumn = "id";
    private const string HowToRepair = "the header of a UNSW-NB15 partition file (UNSW_NB15_training-set.csv or UNSW_NB15_testing-set.csv)";

    private FlowCsvHeader(string[] names, FlowCsvTarget[] targets)
    {
        Names = names;
        Targets = targets;
    }

    /// <summary>Names of the file's columns, as the data set spells them.</summary>
    public string[] Names { get; }

    /// <summary>Where the value of each of the file's columns goes.</summary>
    public FlowCsvTarget[] Targets { get; }

    /// <summary>Matches the fields of the first line with the columns of the data set: in any order, upper or lower case, with or without <c>id</c>.</summary>
    /// <exception cref="FlowFormatException">A column is missing, unknown or there twice.</exception>
    public static FlowCsvHeader Match(IReadOnlyList<string> fields, string file)
    {
        RefuseForeignFiles(fields, file);
        var names = new string[fields.Count];
        var targets = new FlowCsvTarget[fields.Count];
        var seen = new HashSet<string>();
        for (int i = 0; i < names.Length; i++)
        {
            string written = fields[i].Trim();
            if (!TryTarget(written, out names[i], out targets[i]))
                throw new FlowFormatException(file, 1, written, $"an unknown column (field {i + 1})", Near(written));
            if (!seen.Add(names[i]))
                throw new FlowFormatException(file, 1, written, $"the column a second time (field {i + 1})", "each column once");
        }

        string[] missing = [.. FlowSchema.UnswNb15.FeatureNames.Concat(FlowSchema.UnswNb15.LabelColumns).Where(name => !seen.Contains(name))];
        if (missing.Length > 0)
        {
            string which = string.Join(", ", missing.Select(name => $"'{name}'"));
            throw new FlowFormatException(file, 1, missing[0], missing.Length == 1 ? "no such column" : $"no columns {which}", HowToRepair);
        }

        return new FlowCsvHeader(names, targets);
    }

    private static bool TryTarget(string written, out string name, out FlowCsvTarget target)
    {
        name = written.ToLowerInvariant();
        target = name switch
        {
            IdColumn => new(FlowCsvTargetKind.Ignored, 0),
            _ when name == FlowSchema.UnswNb15.Labels.Category => new(FlowCsvTargetKind.Category, FlowCsvChunk.AttackCategory),
            _ when name == FlowSchema.UnswNb15.Labels.Flag => new(FlowCsvTargetKind.Label, 0),
            _ => Feature(name),
        };
        return target.Kind != FlowCsvTargetKind.None;
    }

    private static FlowCsvTarget Feature(string name)
    {
        int number = IndexOf(FlowSchema.UnswNb15.NumericFeatures, name), category = IndexOf(FlowSchema.UnswNb15.CategoryFeatures, name);
        if (number >= 0) return new(FlowCsvTargetKind.Number, number);
        return category >= 0 ? new(FlowCsvTargetKind.Category, category) : new(FlowCsvTargetKind.None, 0);
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        return -1;
    }

    // Files people do hand in, each with a message of its own rather than a list of 44 missing columns.
    private static void RefuseForeignFiles(IReadOnlyList<string> fields, string file)
    {
        string first = fields[0].TrimStart();
        if (first.StartsWith("PK\u0003\u0004", StringComparison.Ordinal))
            throw new FlowFormatException(file, null, null, "a zip archive", "a CSV file (`anomaly data import` unpacks archives)");
        if (first.StartsWith('<'))
            throw new FlowFormatException(file, null, null, "a web page", "a CSV file: the download needs a log-in or another link");
        if (fields.Count == 1 && first.Split(';', '\t').Length > 2)
            throw new FlowFormatException(file, 1, null, "fields separated by semicolons or tabs", "commas");
        if (!fields.Any(field => TryTarget(field.Trim(), out _, out _)))
            throw new FlowFormatException(file, 1, null, $"none of the data set's column names (the line begins with '{Excerpt(first)}')",
                $"{HowToRepair}; the raw files UNSW-NB15_1.csv to _4.csv have no header and other columns");
    }

    private static string Near(string written)
    {
        string nearest = FlowSchema.UnswNb15.FeatureNames.Append(IdColumn).Concat(FlowSchema.UnswNb15.LabelColumns).MinBy(name => Distance(name, written.ToLowerInvariant()))!;
        return Distance(nearest, written.ToLowerInvariant()) <= 3 ? $"a column of the data set, such as '{nearest}'" : HowToRepair;
    }

    // Levenshtein's edit distance.
    private static int Distance(string a, string b)
    {
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

    internal static string Excerpt(string text)
    {
        var shown = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, 40))) shown.Append(char.IsControl(c) ? '?' : c);
        return text.Length > 40 ? shown.Append("...").ToString() : shown.ToString();
    }
}

/// <summary>Where the value of a field goes.</summary>
/// <param name="Kind">To which kind of column.</param>
/// <param name="Index">Which of them: of <see cref="FlowSchema.NumericFeatures"/>, or of the chunk's text columns.</param>
internal readonly record struct FlowCsvTarget(FlowCsvTargetKind Kind, int Index);

/// <summary>The kinds of column a field's value can go to.</summary>
internal enum FlowCsvTargetKind
{
    None,
    Ignored,
    Number,
    Category,
    Label,
}
