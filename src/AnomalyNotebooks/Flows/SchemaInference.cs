using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks;

/// <summary>
/// Drafts a schema from the beginning of a file: names that a known tool uses are taken from its schema, all others told by their
/// values. What would give the answer away is no feature: addresses, names and times, and columns that alone separate the labels.
/// </summary>
internal sealed partial class SchemaInference
{
    private const int MostBytes = 32 << 20;
    private const int FewValues = 12, FewestLikeRows = 5;
    private const double Separates = 0.99;
    private const string None = "none";
    private static readonly string[] Marks = ["-", "?", "NaN", "nan", "NA", "N/A", "n/a", "null", "NULL", "None", "(empty)"];
    private static readonly string[] Infinite = ["Infinity", "-Infinity", "inf", "-inf", "Inf"];
    private static readonly string[] NormalWords =
        ["normal", "benign", "background", "legitimate", "legit", "clean", "inlier", "0", "0.0", "false", "no", "good"];

    private readonly FlowTable texts;
    private readonly HashSet<string> keep;
    private readonly string? label;
    // What no number can be is a mark in any case: a later file may have what this one has not.
    private readonly SortedSet<string> marks = new(["", "NaN", "nan", .. Infinite], StringComparer.Ordinal);
    private readonly List<string> notes = [];
    private bool hasCommas;

    private SchemaInference(FlowTable texts, IEnumerable<string> keep, string? label) =>
        (this.texts, this.keep, this.label) = (texts, [.. keep], label);

    /// <summary>Drafts a schema.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="keep">Columns to be features though they leak.</param>
    /// <param name="labelColumn">The column that says what each flow was; <c>none</c> where no column does; found by names and values if
    /// null.</param>
    /// <returns>The schema, and what was found and decided.</returns>
    /// <exception cref="FlowFormatException">It is no table.</exception>
    public static (FlowSchema Schema, IReadOnlyList<string> Notes) Infer(string path, IEnumerable<string> keep, string? labelColumn = null)
    {
        using FlowInput input = FlowInput.Open(path);
        return Infer(input, Path.GetFileNameWithoutExtension(input.File), keep, labelColumn);
    }

    /// <summary>Drafts a schema from a file's content.</summary>
    internal static (FlowSchema Schema, IReadOnlyList<string> Notes) Infer(FlowInput input, string name, IEnumerable<string> keep,
        string? labelColumn = null)
    {
        var blocks = new LineBlocks(input.Text, input.File, MostBytes);
        (byte[] bytes, int length) = blocks.Next() ?? throw new FlowFormatException(input.File, null, null, "an empty file",
            "a header and flows");
        (string[] names, bool hasHeader) = FlowStart.FieldNames(bytes, length, input.File);
        string[] distinct = [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
        var asTexts = new FlowSchema(name, [.. distinct.Select(field => new FlowColumn(field, ColumnRole.Identifier) { IsFeature = true })],
            FlowLabels.None, FlowRules.None, new FlowLayout { Missing = [""], Fields = hasHeader ? [] : names });
        FlowTable table = FlowReader.Read(bytes[..length], input.File, asTexts);
        var inference = new SchemaInference(table, keep, labelColumn);
        inference.notes.AddRange(names.GroupBy(field => field, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {group.Count()} columns of this name; the first is read."));
        return inference.Draft(name, hasHeader, input.File);
    }

    private (FlowSchema Schema, IReadOnlyList<string> Notes) Draft(string name, bool hasHeader, string file)
    {
        string[] names = [.. texts.Schema.FeatureNames];
        foreach (string unknown in keep.Where(column => !names.Contains(column)))
            throw new AnomalyException($"There is no column '{FlowFormatException.Excerpt(unknown)}' to keep.");
        if (label is not (null or None) && !names.Contains(label))
            throw new AnomalyException($"There is no column '{FlowFormatException.Excerpt(label)}' to be the label. There are "
                + $"{string.Join(", ", names.Select(field => FlowFormatException.Excerpt(field)))}.");
        FlowSchema? tool = FlowSchema.KnownNames.Select(FlowSchema.Named)
            .MaxBy(schema => names.Count(field => schema.NameOf(field) is not null));
        bool isTools = !hasHeader && tool is { Layout.Fields.Count: > 0 } && names.All(tool.Layout.Fields.Contains);
        if (!hasHeader && !isTools)
            notes.Add("no header: the columns are called column1 and so on; give them names in fields and columns.");
        string[] passedOver = isTools ? [.. names.Where(field => tool!.NameOf(field) is null)] : [];
        foreach (string field in passedOver) notes.Add($"{field}: no feature in files of {tool!.Name}, passed over.");
        FlowLabels labels = Labels([.. names.Except(passedOver)], tool);
        hasCommas = names.Any(field => IsNumericWithCommas(field));
        if (hasCommas) notes.Add("numbers with a decimal comma: read so (\"decimal\": \",\").");
        FlowColumn[] columns = [.. names.Except([.. labels.Columns, .. passedOver]).Select(field => Column(field, tool))];
        bool[]? isAttack = Truth(labels);
        columns = [.. columns.Select(column => WithoutLeak(column, isAttack))];
        if (!columns.Any(column => column.IsFeature))
            throw new AnomalyException($"{file}: no column is left that a model may read. {string.Join(' ', notes)} --keep COLUMN makes "
                + "one a feature all the same.");
        var layout = new FlowLayout { Missing = [.. marks], Fields = hasHeader ? [] : names, HasDecimalCommas = hasCommas };
        notes.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{texts.Count:N0} flows looked at, {names.Length} columns, "
            + $"{columns.Count(column => column.IsFeature)} of them features."));
        return (new FlowSchema(name, columns, labels, FlowRules.None, layout), notes);
    }

    private FlowColumn Column(string field, FlowSchema? tool)
    {
        CategoryColumn values = texts.Category(field);
        string[] distinct = [.. values.Values.Where(value => value.Length > 0)];
        FlowColumn? known = tool is not null && tool.NameOf(field) is { } name ? tool.TryFind(name) : null;
        bool isNumeric = Numbers(distinct, out string[] marked, out double[] numbers)
            || (known is not { IsText: true } && IsNumericButFor(field, values, ref numbers));
        if (distinct.Length == 0)
        {
            notes.Add($"{field}: no value at all, left out of the features.");
            return new FlowColumn(field, ColumnRole.Category) { IsFeature = false };
        }

        if (distinct.Length == 1) notes.Add($"{field}: always {FlowFormatException.Excerpt(distinct[0])}.");
        if (isNumeric && marked.Intersect(Infinite).ToArray() is { Length: > 0 } infinite)
            notes.Add($"{field}: {string.Join(", ", infinite)} is read as a missing value.");
        if (known is not null && (known.IsText || isNumeric || known.Role is ColumnRole.Timestamp or ColumnRole.Flag))
        {
            if (!known.IsText) marks.UnionWith(marked);
            else marks.UnionWith(distinct.Where(tool!.Layout.Missing.Contains));
            return known with { Name = field, Aliases = [], KnownValues = [] };
        }

        if (isNumeric) marks.UnionWith(marked);
        ColumnRole role = isNumeric ? NumericRole(field, numbers, values) : TextRole(field, distinct);
        string lower = field.ToLowerInvariant();
        string unit = role switch
        {
            ColumnRole.Size => "bytes",
            ColumnRole.Count when lower.Contains("pkt", StringComparison.Ordinal) || lower.Contains("packet", StringComparison.Ordinal) =>
                "packets",
            ColumnRole.Identifier when lower.Contains("port", StringComparison.Ordinal) => "port",
            ColumnRole.Timestamp => "s",
            _ => "",
        };
        return new FlowColumn(field, role, unit);
    }

    private bool Numbers(string[] distinct, out string[] marked, out double[] numbers)
    {
        marked = [.. distinct.Where(value => Marks.Contains(value) || Infinite.Contains(value))];
        numbers = [.. distinct.Except(marked).Select(Number)];
        return numbers.Length > 0 && Array.TrueForAll(numbers, double.IsFinite);
    }

    // A few texts among numbers are mistakes of the file: the reader will say in which line they stand.
    private bool IsNumericButFor(string field, CategoryColumn values, ref double[] numbers)
    {
        bool IsOdd(string value) =>
            value.Length > 0 && !Marks.Contains(value) && !Infinite.Contains(value) && !double.IsFinite(Number(value));
        int[] odd = [.. Enumerable.Range(0, values.Values.Count).Where(code => IsOdd(values.Values[code]))];
        if (odd.Length is 0 or > 5 || !Array.Exists(numbers, double.IsFinite)) return false;
        int rows = values.Codes.Count(code => odd.Contains(code));
        if (rows * 100 > values.Count) return false;
        numbers = Array.FindAll(numbers, double.IsFinite);
        string which = string.Join(", ", odd.Select(code => $"'{FlowFormatException.Excerpt(values.Values[code])}'"));
        notes.Add($"{field}: numbers, but for {which} ({rows} flow{(rows == 1 ? "" : "s")}): mend the file, or add the text "
            + "to \"missing\".");
        return true;
    }

    private double Number(string value) => ExactDecimal.TryParse(Encoding.UTF8.GetBytes(hasCommas ? value.Replace(',', '.') : value),
        out double number) ? number : double.NaN;

    // Numbers, if a comma in them is read as a point, and all with a comma at most once.
    private bool IsNumericWithCommas(string field)
    {
        string[] distinct = [.. texts.Category(field).Values.Where(value => value.Length > 0 && !Marks.Contains(value))];
        return distinct.Length > 0 && distinct.Any(value => value.Contains(',')) && Array.TrueForAll(distinct, value =>
            value.Count(c => c == ',') <= 1 && !value.Contains('.')
                && ExactDecimal.TryParse(Encoding.UTF8.GetBytes(value.Replace(',', '.')), out _));
    }

    private static ColumnRole NumericRole(string field, double[] numbers, CategoryColumn values)
    {
        bool isWhole = Array.TrueForAll(numbers, number => number == Math.Floor(number)), isNegative = numbers.Min() < 0;
        bool Named(string words) => Regex.IsMatch(
            field, words, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        bool isDate = numbers.Min() > 9e8 && numbers.Max() < 2.5e9;
        if (isDate && Named("time|^ts|stamp|start|end|first|last|seen|date")) return ColumnRole.Timestamp;
        if (Named("(?<!window.*)port$|^[sd]port|_port|port_|_p$")) return ColumnRole.Identifier;
        if (isWhole && Named("^(id|index|no|row|uid|.*_id|flow ?id)$") && numbers.Length > values.Count * 0.95)
            return ColumnRole.Identifier;
        if (isWhole && values.Count >= 20 && CountsRows(values)) return ColumnRole.Identifier;
        if (isNegative) return ColumnRole.Number;
        if (Array.TrueForAll(numbers, number => number is 0 or 1)) return isWhole ? ColumnRole.Flag : ColumnRole.Number;
        if (Named("rate|load$|bps|pps|/s|per_?sec")) return numbers.Max() <= 1 ? ColumnRole.Number : ColumnRole.Rate;
        if (isWhole && Named("byte|octet|size|length|_len")) return ColumnRole.Size;
        if (isWhole && Named("pkt|packet|count|num|total")) return ColumnRole.Count;
        if (isWhole && numbers.Length <= FewValues) return ColumnRole.Discrete;
        if (isWhole && Named("ttl")) return ColumnRole.TimeToLive;
        if (Named("dur|time|interval|iat|rtt|delay|jit")) return ColumnRole.Duration;
        return isWhole ? ColumnRole.Count : ColumnRole.Number;
    }

    // Whole numbers of which nearly each is the one before and 1.
    private static bool CountsRows(CategoryColumn values)
    {
        double[] number = [.. values.Values.Select(value =>
            ExactDecimal.TryParse(Encoding.UTF8.GetBytes(value), out double parsed) ? parsed : double.NaN)];
        int[] codes = values.Codes;
        return Enumerable.Range(1, codes.Length - 1).Count(r => number[codes[r]] == number[codes[r - 1]] + 1) > codes.Length * 0.98;
    }

    private ColumnRole TextRole(string field, string[] distinct)
    {
        bool Most(Func<string, bool> isOne) => distinct.Length > 0 && distinct.Count(isOne) > distinct.Length * 0.9;
        if (Most(value => !double.IsFinite(Number(value)) && FieldText.TryTime(Encoding.UTF8.GetBytes(value), out _)))
            return ColumnRole.Timestamp;
        if (Most(value => IPAddress.TryParse(value, out _) || HardwareAddress().IsMatch(value))) return ColumnRole.Identifier;
        if (Most(value => value.ToUpperInvariant() is "T" or "F" or "TRUE" or "FALSE")) return ColumnRole.Flag;
        if (field.Contains("port", StringComparison.OrdinalIgnoreCase)) return ColumnRole.Identifier;
        return distinct.Length > Math.Max(1000, texts.Count / 2) || (distinct.Length > 50 && distinct.Length > texts.Count * 0.5)
            ? ColumnRole.Identifier : ColumnRole.Category;
    }

    [GeneratedRegex(
        "^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HardwareAddress();
}
