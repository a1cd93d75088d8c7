using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace AnomalyNotebooks;

/// <summary>Joins what the chunks of a file have read into a table: one dictionary per text column, and what there is to warn
/// about.</summary>
internal static class FlowAssembly
{
    private const int MostNamed = 8;

    /// <summary>The table of all chunks, in their order.</summary>
    /// <exception cref="FlowFormatException">There is no normal flow, and the schema asks for some.</exception>
    public static FlowTable Join(List<FlowChunk> chunks, FlowStart start, string sha256)
    {
        FlowBinding binding = start.Binding;
        FlowSchema schema = binding.Schema;
        int count = (int)chunks.Sum(chunk => (long)chunk.Rows);
        var isAttack = new bool[count];
        Concatenate(chunks, chunk => chunk.IsAttack, isAttack);
        if (schema.Layout.IsStrict && !isAttack.Contains(false))
            throw new FlowFormatException(binding.File, null, schema.Labels.Category, $"no normal flow among {count}",
                "normal flows to learn from");

        var warnings = new List<string>();
        var categories = new Dictionary<string, CategoryColumn>();
        foreach (FlowColumn column in binding.Texts)
            categories[column.Name] = JoinTexts(column.Name, categories.Count, text => Normalise(text, column), column.KnownValues, chunks,
                count, warnings);
        CategoryColumn attackCategory = binding.HasCategory
            ? JoinTexts(schema.Labels.Category!, binding.Texts.Count, schema.Labels.CategoryOf, schema.AttackCategories, chunks,
                count, warnings)
            : binding.HasFlag ? new CategoryColumn([.. isAttack.Select(attack => attack ? 0 : 1)], ["Attack", FlowSchema.Normal])
            : new CategoryColumn(new int[count], [FlowSchema.Normal]);

        var numbers = new NumberColumn[binding.Numbers.Count];
        Parallel.For(0, numbers.Length, ThreadLimit.Options(), i =>
            numbers[i] = NumberColumn.Join([.. chunks.Select(chunk => chunk.Packed[i])]));
        for (int i = 0; i < numbers.Length; i++) Warn(binding.Numbers[i].Name, i, chunks, warnings);
        if (binding.Lacking.Count > 0) warnings.Add($"the file lacks {Names(binding.Lacking)} of {schema.Name}: left out.");
        if (binding.Repeated.Count > 0)
            warnings.Add($"the file has {Names(binding.Repeated)} more than once: the first of each is read.");
        if (binding.Unknown.Count > 0 && !schema.Layout.IsStrict && schema.Layout.Fields.Count == 0)
            warnings.Add($"{schema.Name} does not know {Names(binding.Unknown)}: passed over.");

        return new FlowTable(
            Origin(binding.File, schema, count, sha256, warnings), count, binding.Numbers.Select(column => column.Name).Zip(numbers)
                .ToDictionary(),
            categories, attackCategory, isAttack, warnings, schema);

        string Normalise(string text, FlowColumn column)
        {
            string normal = FieldText.Normalise(text, column);
            return schema.Layout.Missing.Contains(normal) ? "" : normal;
        }
    }

    private static void Warn(string name, int column, List<FlowChunk> chunks, List<string> warnings)
    {
        int negatives = chunks.Sum(chunk => chunk.Negatives[column]), fractions = chunks.Sum(chunk => chunk.Fractions[column]);
        if (negatives > 0) warnings.Add(Text($"column '{name}' holds {negatives} negative numbers, which this feature cannot have."));
        if (fractions > 0) warnings.Add(Text($"column '{name}' holds {fractions} numbers with a fraction, where it should be whole."));
    }

    private static CategoryColumn JoinTexts(
        string name, int textColumn, Func<string, string> normalise, IReadOnlyCollection<string> known, List<FlowChunk> chunks, int count,
            List<string> warnings)
    {
        List<string[]> texts = chunks.ConvertAll(chunk =>
            chunk.Texts[textColumn].Texts.Select(text => normalise(FieldText.Decoded(text))).ToArray());
        if (chunks.Exists(chunk => chunk.Texts[textColumn].Texts.Any(text => !Utf8.IsValid(text))))
            warnings.Add($"'{FlowFormatException.Excerpt(name)}' holds texts that are not UTF-8: read as Latin-1.");
        string[] values = [.. texts.SelectMany(text => text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        var codes = new int[count];
        Concatenate(chunks, chunk => chunk.Codes[textColumn], codes);
        int first = 0;
        for (int i = 0; i < chunks.Count; i++)
        {
            int[] codeOf = Array.ConvertAll(texts[i], text => Array.BinarySearch(values, text, StringComparer.Ordinal));
            foreach (ref int code in codes.AsSpan(first, chunks[i].Rows)) code = codeOf[code];
            first += chunks[i].Rows;
        }

        int[] unknown = known.Count == 0 ? [] : [.. Enumerable.Range(0, values.Length).Where(code =>
            values[code].Length > 0 && !known.Contains(values[code]))];
        foreach (int code in unknown.Take(MostNamed))
        {
            int flows = codes.AsSpan().Count(code);
            warnings.Add(Text(
                $"{name} '{FlowFormatException.Excerpt(values[code])}' ({flows} flows) is not among the data set's values; it is kept."));
        }

        if (unknown.Length > MostNamed)
            warnings.Add(Text($"{name} has {unknown.Length - MostNamed} more values that are not among the data set's; they are kept."));
        return new CategoryColumn(codes, values);
    }

    private static void Concatenate<T>(List<FlowChunk> chunks, Func<FlowChunk, T[]> part, T[] all)
    {
        int first = 0;
        foreach (FlowChunk chunk in chunks)
        {
            part(chunk).AsSpan(0, chunk.Rows).CopyTo(all.AsSpan(first));
            first += chunk.Rows;
        }
    }

    private static FlowOrigin Origin(string file, FlowSchema schema, int count, string sha256, List<string> warnings)
    {
        bool isPartitionFormat = schema.Name == FlowSchema.UnswNb15.Name;
        FlowPartition partition = isPartitionFormat ? FlowPartitions.Of(count) : FlowPartition.None;
        string name = Path.GetFileName(file);
        if (FlowPartitions.NameWarning(name, partition) is { } warning) warnings.Add(warning);
        string from = partition == FlowPartition.None ? FlowFormatException.Excerpt(name, 100) : schema.Name;
        string title = Text($"{from}, {count:N0} flows");
        return new FlowOrigin(title, file, sha256, IsSynthetic: false) { Partition = partition };
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(name => $"'{FlowFormatException.Excerpt(name)}'"))
            + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
