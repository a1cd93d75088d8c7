using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks;

public sealed partial class FlowTable
{
    /// <summary>Makes a table of flows that are already in memory, with the checks of a file.</summary>
    /// <param name="numbers">The numeric columns by name, one value per flow; others are ignored.</param>
    /// <param name="texts">The text columns and the attack category by name, one per flow; others are ignored.</param>
    /// <param name="origin">Where the flows came from, if they are another table's; otherwise they are called "flows in memory".</param>
    /// <param name="schema">What the columns are; <see cref="FlowSchema.UnswNb15"/> if not given.</param>
    /// <exception cref="AnomalyException">A column is missing or of another length; a number is infinite; a value is missing (NaN, null)
    /// where the schema knows no missing values (column and row named).</exception>
    public static FlowTable FromColumns(
        IReadOnlyDictionary<string, double[]> numbers, IReadOnlyDictionary<string, string?[]> texts, FlowOrigin? origin = null,
        FlowSchema? schema = null)
    {
        schema ??= FlowSchema.UnswNb15;
        string? label = schema.Labels.Category;
        string?[] attacks = label is null ? [] : Column(texts, label, count: null, schema);
        int count = label is not null ? attacks.Length
            : schema.Columns[0].IsText ? Column(texts, schema.Columns[0].Name, null, schema).Length
                : Column(numbers, schema.Columns[0].Name, null, schema).Length;
        bool mayMiss = schema.Layout.Missing.Count > 0;
        var checkedNumbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var codedTexts = new Dictionary<string, CategoryColumn>(StringComparer.Ordinal);
        foreach (FlowColumn column in schema.Columns)
        {
            if (column.IsText)
                codedTexts[column.Name] = Coded(column.Name, Column(texts, column.Name, count, schema), text => text.Trim(), mayMiss);
            else
                checkedNumbers[column.Name] = Finite(column.Name, Column(numbers, column.Name, count, schema), mayMiss);
        }

        CategoryColumn attackCategory = label is null
            ? new CategoryColumn(new int[count], [FlowSchema.Normal]) : Coded(label, attacks, schema.Labels.CategoryOf, mayMiss);
        bool[] isAttack = label is null && schema.Labels.Flag is { } flag
            ? Array.ConvertAll(Column(numbers, flag, count, schema), value => value != 0)
            : [.. attackCategory.Codes.Select(code => attackCategory.Values[code] != FlowSchema.Normal)];
        if (label is null && isAttack.Contains(true))
            attackCategory = new CategoryColumn([.. isAttack.Select(attack => attack ? 0 : 1)], ["Attack", FlowSchema.Normal]);
        origin ??= InMemory(schema, checkedNumbers, codedTexts, attackCategory);
        return new FlowTable(origin, count, checkedNumbers, codedTexts, attackCategory, isAttack, schema: schema);
    }

    private static T[] Column<T>(IReadOnlyDictionary<string, T[]> columns, string name, int? count, FlowSchema schema)
    {
        if (!columns.TryGetValue(name, out T[]? column))
        {
            string label = schema.Labels.Category is { } category ? $" and {category}" : "";
            throw new AnomalyException($"Column '{name}' is missing: flows have the {schema.Columns.Count} columns of schema "
                + $"{schema.Name}{label}.");
        }

        if (column.Length != (count ?? column.Length))
        {
            throw new AnomalyException(
                $"Column '{name}' has {column.Length} values, {schema.Labels.Category ?? schema.Columns[0].Name} has {count}: expected "
                    + "one per flow.");
        }

        return column;
    }

    private static double[] Finite(string name, double[] column, bool mayMiss)
    {
        int bad = Array.FindIndex(column, value => !double.IsFinite(value) && !(mayMiss && double.IsNaN(value)));
        if (bad >= 0)
        {
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
                $"Column '{name}', row {bad} (counted from 0): found {column[bad]}, expected a finite number. Fill or drop missing "
                    + $"values first."));
        }

        return column;
    }

    private static CategoryColumn Coded(string name, string?[] column, Func<string, string> normalise, bool mayMiss)
    {
        int missing = mayMiss ? -1 : Array.FindIndex(column, string.IsNullOrWhiteSpace);
        if (missing >= 0)
        {
            throw new AnomalyException(FormattableString.Invariant($"Column '{name}', row {missing} (counted from 0): found no text. ")
                + "Write '-' for a service that was not recognised, 'Normal' for no attack.");
        }

        string[] texts = Array.ConvertAll(column, text => normalise(text ?? ""));
        string[] values = [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new CategoryColumn(Array.ConvertAll(texts, text => Array.BinarySearch(values, text, StringComparer.Ordinal)), values);
    }

    private static FlowOrigin InMemory(
        FlowSchema schema, Dictionary<string, double[]> checkedNumbers, Dictionary<string, CategoryColumn> codedTexts,
        CategoryColumn attackCategory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        foreach (FlowColumn column in schema.Columns.Where(column => !column.IsText))
        {
            foreach (double number in checkedNumbers[column.Name])
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
                hash.AppendData(bytes);
            }
        }

        foreach (CategoryColumn texts in schema.Columns.Where(column => column.IsText).Select(column => codedTexts[column.Name])
            .Append(attackCategory))
            for (int row = 0; row < texts.Count; row++) hash.AppendData(Encoding.UTF8.GetBytes(texts[row] + "\n"));
        string title = string.Create(CultureInfo.InvariantCulture, $"flows in memory, {attackCategory.Count:N0} flows");
        return new FlowOrigin(title, Path: null, Convert.ToHexStringLower(hash.GetHashAndReset()), IsSynthetic: false);
    }
}
