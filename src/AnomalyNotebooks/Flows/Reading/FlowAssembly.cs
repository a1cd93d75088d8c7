using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace AnomalyNotebooks;

/// <summary>Makes a table of what was read of a file, and says what there is to warn about.</summary>
internal static class FlowAssembly
{
    private const int MostNamed = 8;

    /// <summary>The table of all pieces, in their order; they are used up.</summary>
    /// <param name="pieces">What was read, and is kept.</param>
    /// <param name="start">What the file is.</param>
    /// <param name="sha256">The file's hash; may be empty.</param>
    /// <param name="read">How many flows were read, kept or not.</param>
    /// <param name="needsNormals">Whether there must be a normal flow if the schema asks for some.</param>
    /// <exception cref="FlowFormatException">There is no normal flow, and the schema asks for some.</exception>
    public static FlowTable Join(IReadOnlyList<FlowPiece> pieces, FlowStart start, string sha256, long read, bool needsNormals = true)
    {
        FlowBinding binding = start.Binding;
        FlowSchema schema = binding.Schema;
        FlowPiece flows = FlowPiece.Join(pieces);
        if (needsNormals && schema.Layout.IsStrict && !flows.IsAttack.Contains(false))
            throw new FlowFormatException(binding.File, null, schema.Labels.Category, $"no normal flow among {read}",
                "normal flows to learn from");

        var warnings = new List<string>();
        var categories = new Dictionary<string, CategoryColumn>();
        foreach (FlowColumn column in binding.Texts)
            categories[column.Name] = Coded(column.Name, categories.Count, text => Normalise(text, column), column.KnownValues, flows,
                warnings);
        CategoryColumn attackCategory = binding.HasCategory
            ? Coded(schema.Labels.Category!, binding.Texts.Count, schema.Labels.CategoryOf, schema.AttackCategories, flows, warnings)
            : binding.HasFlag ? new CategoryColumn([.. flows.IsAttack.Select(attack => attack ? 0 : 1)], ["Attack", FlowSchema.Normal])
            : new CategoryColumn(new int[flows.Rows], [FlowSchema.Normal]);

        for (int i = 0; i < binding.Numbers.Count; i++) Warn(binding.Numbers[i].Name, flows.Negatives[i], flows.Fractions[i], warnings);
        if (binding.Lacking.Count > 0) warnings.Add($"the file lacks {Names(binding.Lacking)} of {schema.Name}: left out.");
        if (binding.Repeated.Count > 0)
            warnings.Add($"the file has {Names(binding.Repeated)} more than once: the first of each is read.");
        if (binding.Unknown.Count > 0 && !schema.Layout.IsStrict && schema.Layout.Fields.Count == 0)
            warnings.Add($"{schema.Name} does not know {Names(binding.Unknown)}: passed over.");

        return new FlowTable(
            Origin(binding.File, schema, read, sha256, warnings), flows.Rows, binding.Numbers.Select(column => column.Name)
                .Zip(flows.Numbers).ToDictionary(),
            categories, attackCategory, flows.IsAttack, warnings, schema);

        string Normalise(string text, FlowColumn column)
        {
            string normal = FieldText.Normalise(text, column);
            return schema.Layout.Missing.Contains(normal) ? "" : normal;
        }
    }

    private static void Warn(string name, int negatives, int fractions, List<string> warnings)
    {
        if (negatives > 0) warnings.Add(Text($"column '{name}' holds {negatives} negative numbers, which this feature cannot have."));
        if (fractions > 0) warnings.Add(Text($"column '{name}' holds {fractions} numbers with a fraction, where it should be whole."));
    }

    // The codes of the piece become those of the sorted texts.
    private static CategoryColumn Coded(string name, int textColumn, Func<string, string> normalise, IReadOnlyCollection<string> known,
        FlowPiece flows, List<string> warnings)
    {
        IReadOnlyList<byte[]> read = flows.Texts[textColumn];
        string[] texts = [.. read.Select(text => normalise(FieldText.Decoded(text)))];
        if (read.Any(text => !Utf8.IsValid(text)))
            warnings.Add($"'{FlowFormatException.Excerpt(name)}' holds texts that are not UTF-8: read as Latin-1.");
        string[] values = [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int[] codeOf = Array.ConvertAll(texts, text => Array.BinarySearch(values, text, StringComparer.Ordinal));
        int[] codes = flows.Codes[textColumn];
        foreach (ref int code in codes.AsSpan()) code = codeOf[code];
        int[] unknown = known.Count == 0 ? [] : [.. Enumerable.Range(0, values.Length).Where(code =>
            values[code].Length > 0 && !known.Contains(values[code]))];
        foreach (int code in unknown.Take(MostNamed))
        {
            int count = codes.AsSpan().Count(code);
            warnings.Add(Text(
                $"{name} '{FlowFormatException.Excerpt(values[code])}' ({count} flows) is not among the data set's values; it is kept."));
        }

        if (unknown.Length > MostNamed)
            warnings.Add(Text($"{name} has {unknown.Length - MostNamed} more values that are not among the data set's; they are kept."));
        return new CategoryColumn(codes, values);
    }

    private static FlowOrigin Origin(string file, FlowSchema schema, long count, string sha256, List<string> warnings)
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
