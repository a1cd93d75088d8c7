using System.Globalization;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>Joins what the chunks of a file have read into a table: one dictionary per text column, and what there is to warn about.</summary>
internal static class FlowCsvTable
{
    /// <summary>The table of all chunks, in their order.</summary>
    /// <exception cref="FlowFormatException">There is no normal flow.</exception>
    public static FlowTable Join(List<FlowCsvChunk> chunks, FlowCsvColumns columns, string file, string sha256)
    {
        FlowSchema schema = FlowSchema.UnswNb15;
        int count = chunks[^1].FirstRow + chunks[^1].Rows;
        columns.Trim(count);
        if (!columns.IsAttack.Contains(false))
            throw new FlowFormatException(file, null, schema.Labels.Category, $"no normal flow among {count}", "normal flows to learn from");

        var warnings = new List<string>();
        var categories = new Dictionary<string, CategoryColumn>();
        foreach (string name in FlowSchema.UnswNb15.CategoryFeatures)
            categories[name] = JoinTexts(name, categories.Count, text => text.Trim(), chunks, columns, warnings);
        CategoryColumn attackCategory = JoinTexts(schema.Labels.Category!, FlowCsvChunk.AttackCategory, schema.Labels.CategoryOf, chunks, columns, warnings);

        var numbers = new Dictionary<string, double[]>();
        foreach (string name in FlowSchema.UnswNb15.NumericFeatures)
        {
            int negatives = chunks.Sum(chunk => chunk.Negatives[numbers.Count]);
            if (negatives > 0) warnings.Add(Text($"column '{name}' holds {negatives} negative numbers, which this feature cannot have."));
            numbers[name] = columns.Numbers[numbers.Count];
        }

        FlowOrigin origin = Origin(file, count, sha256, warnings);
        return new FlowTable(origin, count, numbers, categories, attackCategory, columns.IsAttack, warnings, schema);
    }

    private static CategoryColumn JoinTexts(
        string name, int textColumn, Func<string, string> normalise, List<FlowCsvChunk> chunks, FlowCsvColumns columns, List<string> warnings)
    {
        List<string[]> texts = chunks.ConvertAll(chunk =>
            chunk.Texts[textColumn].Texts.Select(text => normalise(Encoding.UTF8.GetString(text))).ToArray());
        string[] values = [.. texts.SelectMany(text => text).Distinct().Order(StringComparer.Ordinal)];

        int[] codes = columns.Codes[textColumn];
        for (int i = 0; i < chunks.Count; i++)
        {
            int[] codeOf = Array.ConvertAll(texts[i], text => Array.BinarySearch(values, text, StringComparer.Ordinal));
            foreach (ref int code in codes.AsSpan(chunks[i].FirstRow, chunks[i].Rows)) code = codeOf[code];
        }

        IReadOnlyCollection<string> known = FlowSchema.UnswNb15.TryFind(name)?.KnownValues ?? FlowSchema.UnswNb15.AttackCategories;
        for (int code = 0; code < values.Length; code++)
        {
            if (known.Count == 0 || known.Contains(values[code])) continue;
            int flows = codes.AsSpan().Count(code);
            warnings.Add(Text($"{name} '{FlowCsvHeader.Excerpt(values[code])}' ({flows} flows) is not among the data set's values; it is kept."));
        }

        return new CategoryColumn(codes, values);
    }

    private static FlowOrigin Origin(string file, int count, string sha256, List<string> warnings)
    {
        FlowPartition partition = FlowPartitions.Of(count);
        string name = Path.GetFileName(file);
        if (FlowPartitions.NameWarning(name, partition) is { } warning) warnings.Add(warning);
        string title = Text($"{(partition == FlowPartition.None ? name : "UNSW-NB15")}, {count:N0} flows");
        return new FlowOrigin(title, file, sha256, IsSynthetic: false, partition);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
