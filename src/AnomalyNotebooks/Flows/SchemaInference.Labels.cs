using System.Globalization;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks;

/// <content>Where the truth about a flow stands, and which columns give it away.</content>
internal sealed partial class SchemaInference
{
    private FlowLabels Labels(string[] names, FlowSchema? tool)
    {
        string? known = tool?.Labels.Category is not { } own ? null : names.FirstOrDefault(field => !IsFlag(field)
            && (tool.NameOf(field) == own || (field == label && !names.Any(n => tool.NameOf(n) == own))));
        string? category = label is null ? known ?? names.FirstOrDefault(field => IsLabel(field) && !IsFlag(field))
            : label == None || IsFlag(label) ? null : label;
        string? flag = label is null ? names.FirstOrDefault(field => IsLabel(field) && IsFlag(field))
            : label != None && IsFlag(label) ? label : null;
        if (category is null && flag is null && label is null && LastFlag(names) is { } last)
        {
            flag = last;
            notes.Add($"{last}: taken for the label, as the last column and the only one of 0 and 1 alone; --label {None} if it is none.");
        }

        if (category is null && flag is null)
        {
            notes.Add($"no label: all flows will be taken as normal{(label is null ? "; --label COLUMN if there is one" : "")}.");
            return FlowLabels.None;
        }

        if (category is null) category = names.FirstOrDefault(field => field != flag && KindName().IsMatch(field) && Tells(field, flag!));
        string[] values = category is null ? [] : [.. texts.Category(category).Values];
        string[] normal = category == known && known is not null && flag == tool!.Labels.Flag ? [.. tool.Labels.NormalTexts]
            : [.. values.Where(IsNormal)];
        if (category is not null && normal.Length == 0 && flag is not null && values.Contains("")) normal = [""];
        if (category is not null && normal.Length == 0)
            notes.Add($"{category}: no value looks like normal traffic; write into labels.normal what does. Found: "
                + $"{string.Join(", ", values.Take(8).Select(value => FlowFormatException.Excerpt(value)))}.");
        string flagOnly = category is null ? "; 0 is normal, 1 an attack" : "";
        notes.Add($"label: {category ?? flag}{(category is not null && flag is not null ? " and " + flag : "")}"
            + $"{(normal.Length > 0 ? $"; normal is {string.Join(", ", normal.Select(text => $"'{text}'"))}" : flagOnly)}.");
        return new FlowLabels(category, flag, normal);

        bool IsLabel(string field) => IsLabelName(field) && texts.Category(field)
            .Values.Count <= Math.Max(2, Math.Min(100, texts.Count / 4));
    }

    /// <summary>Whether a column that is called so usually says what a flow was.</summary>
    internal static bool IsLabelName(string field) => LabelName().IsMatch(field.Trim());

    private bool IsFlag(string field) => texts.Category(field).Values.All(value => value is "0" or "1" or "0.0" or "1.0");

    private static bool IsNormal(string value) => NormalWords.Contains(value.Trim(' ', '\'', '"', '.').ToLowerInvariant());

    // Tables of numbers with 0 and 1 behind them, whatever they are called.
    private string? LastFlag(string[] names) => names.Length > 1 && Both(names[^1]) && !names[..^1].Any(Both) ? names[^1] : null;

    private bool Both(string field) => IsFlag(field) && texts.Category(field).Values.Count == 2;

    // Whether a text column says of each flow what the flag says, and more.
    private bool Tells(string field, string flag)
    {
        CategoryColumn kinds = texts.Category(field), flags = texts.Category(flag);
        return kinds.Values.Count is > 1 and <= 100 && kinds.Values.Any(IsNormal)
            && Enumerable.Range(0, texts.Count).All(r => IsNormal(kinds[r]) == flags[r].StartsWith('0'));
    }

    private bool[]? Truth(FlowLabels labels)
    {
        bool[]? attacks = labels.Flag is { } flag ? Of(flag, value => value.StartsWith('1'))
            : labels is { Category: { } category, NormalTexts.Count: > 0 }
                ? Of(category, value => labels.CategoryOf(value) != FlowSchema.Normal) : null;
        return attacks is not null && attacks.Contains(true) && attacks.Contains(false) ? attacks : null;

        bool[] Of(string column, Func<string, bool> isAttack) =>
            [.. texts.Category(column).Codes.Select(code => isAttack(texts.Category(column).Values[code]))];
    }

    // What share of attacks and of normals (their mean) is told by the column's value alone; values of few rows count as one.
    private FlowColumn WithoutLeak(FlowColumn column, bool[]? isAttack)
    {
        if (!column.IsFeature || isAttack is null)
        {
            if (column.Role is ColumnRole.Identifier or ColumnRole.Timestamp)
            {
                if (keep.Contains(column.Name)) return column with { IsFeature = true };
                notes.Add($"{column.Name}: {(column.Role == ColumnRole.Timestamp ? "a time" : "an identifier")}, "
                    + "left out of the features.");
            }

            return column;
        }

        CategoryColumn values = texts.Category(column.Name);
        double[] attacks = new double[values.Values.Count + 1], normals = new double[attacks.Length];
        int[] rows = new int[attacks.Length];
        foreach (int code in values.Codes) rows[code]++;
        for (int r = 0; r < isAttack.Length; r++)
            (isAttack[r] ? attacks : normals)[rows[values.Codes[r]] < FewestLikeRows ? ^1 : values.Codes[r]]++;
        double allAttacks = attacks.Sum(), allNormals = normals.Sum();
        double told = attacks.Zip(normals, (attack, normal) => Math.Max(attack / allAttacks, normal / allNormals)).Sum() / 2;
        if (told < Separates) return column;
        bool isKept = keep.Contains(column.Name);
        notes.Add(string.Create(CultureInfo.InvariantCulture,
            $"{column.Name}: tells attacks from normal flows by itself ({told:P1} of each): "
                + $"{(isKept ? "kept, as asked" : "a leak, left out of the features")}."));
        return column with { IsFeature = isKept };
    }

    [GeneratedRegex(
        "^((attack|flow|traffic|binary|multi|class|true|ground.?truth)[ _-]?)?(label|labels|class|target|category)$"
            + "|^(label|class|target|outlier|anomaly)[ _-]?(label|name|type|id)$|^(attack|traffic)[ _-]?type$"
            + "|^(attack|attack[ _]?cat.*|is[ _]?attack|malicious|is[ _]?malicious|anomaly|is[ _]?anomaly|outlier|y)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelName();

    [GeneratedRegex("type|kind|family|name|categor|class|attack|label|threat", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KindName();
}
