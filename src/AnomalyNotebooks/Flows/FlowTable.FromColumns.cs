using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks;

public sealed partial class FlowTable
{
    /// <summary>Makes a table of flows that are already in memory, with the checks of a file.</summary>
    /// <param name="numbers">The numeric features by name, one value per flow; others are ignored.</param>
    /// <param name="texts">The text features and <c>attack_cat</c> by name, one per flow; others are ignored.</param>
    /// <param name="origin">Where the flows came from, if they are another table's; otherwise they are called "flows in memory".</param>
    /// <exception cref="AnomalyException">A column is missing or of another length; a number is not finite, a text is missing (column
    /// and row named).</exception>
    public static FlowTable FromColumns(
        IReadOnlyDictionary<string, double[]> numbers, IReadOnlyDictionary<string, string?[]> texts, FlowOrigin? origin = null)
    {
        string?[] attacks = Column(texts, "attack_cat", count: null);
        int count = attacks.Length;
        var checkedNumbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (string name in FlowSchema.NumericFeatures) checkedNumbers[name] = Finite(name, Column(numbers, name, count));
        var codedTexts = new Dictionary<string, CategoryColumn>(StringComparer.Ordinal);
        foreach (string name in FlowSchema.CategoryFeatures) codedTexts[name] = Coded(name, Column(texts, name, count), text => text.Trim());
        CategoryColumn attackCategory = Coded("attack_cat", attacks, KnownValues.AttackCategory);
        bool[] isAttack = [.. attackCategory.Codes.Select(code => attackCategory.Values[code] != "Normal")];
        return new FlowTable(origin ?? InMemory(checkedNumbers, codedTexts, attackCategory), count, checkedNumbers, codedTexts, attackCategory, isAttack);
    }

    private static T[] Column<T>(IReadOnlyDictionary<string, T[]> columns, string name, int? count)
    {
        if (!columns.TryGetValue(name, out T[]? column))
            throw new AnomalyException($"Column '{name}' is missing: flows have the {FlowSchema.Features.Count} features of FlowSchema.Features and attack_cat.");
        if (column.Length != (count ?? column.Length))
            throw new AnomalyException($"Column '{name}' has {column.Length} values, attack_cat has {count}: expected one per flow.");
        return column;
    }

    private static double[] Finite(string name, double[] column)
    {
        int bad = Array.FindIndex(column, value => !double.IsFinite(value));
        if (bad >= 0)
            throw new AnomalyException(FormattableString.Invariant($"Column '{name}', row {bad} (counted from 0): found {column[bad]}, expected a finite number. Fill or drop missing values first."));
        return column;
    }

    private static CategoryColumn Coded(string name, string?[] column, Func<string, string> normalise)
    {
        int missing = Array.FindIndex(column, string.IsNullOrWhiteSpace);
        if (missing >= 0)
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture, $"Column '{name}', row {missing} (counted from 0): found no text. Write '-' for a service that was not recognised, 'Normal' for no attack."));
        string[] texts = Array.ConvertAll(column, text => normalise(text!));
        string[] values = [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new CategoryColumn(Array.ConvertAll(texts, text => Array.BinarySearch(values, text, StringComparer.Ordinal)), values);
    }

    private static FlowOrigin InMemory(Dictionary<string, double[]> checkedNumbers, Dictionary<string, CategoryColumn> codedTexts, CategoryColumn attackCategory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        foreach (string name in FlowSchema.NumericFeatures)
        {
            foreach (double number in checkedNumbers[name])
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
                hash.AppendData(bytes);
            }
        }

        foreach (CategoryColumn texts in (CategoryColumn[])[.. FlowSchema.CategoryFeatures.Select(name => codedTexts[name]), attackCategory])
            for (int row = 0; row < texts.Count; row++) hash.AppendData(Encoding.UTF8.GetBytes(texts[row] + "\n"));
        string title = string.Create(CultureInfo.InvariantCulture, $"flows in memory, {attackCategory.Count:N0} flows");
        return new FlowOrigin(title, Path: null, Convert.ToHexStringLower(hash.GetHashAndReset()), IsSynthetic: false);
    }
}
