namespace AnomalyNotebooks;

/// <summary>
/// Numbers the values of a column among the training normals, 0 to <see cref="Count"/> - 1; every other value is <see cref="Count"/>.
/// Distinct values get a number each; logarithms are cut into bins of half a unit, so that near values count as one. Immutable.
/// </summary>
internal sealed class ColumnCodes
{
    private const double BinsPerUnit = 2; // of the natural logarithm: a bin holds values within a factor of 1.65

    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<float, int> numbers = [];
    private readonly int lowest;

    private ColumnCodes(ColumnView view, int lowest, int count)
    {
        View = view;
        this.lowest = lowest;
        Count = count;
    }

    /// <summary>The column.</summary>
    public ColumnView View { get; }

    /// <summary>Number of values or bins.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the values are bins of an ordered number, neighbours of which are alike.</summary>
    public bool IsOrdered => View.Kind is ColumnKind.Log or ColumnKind.Counter;

    /// <summary>Numbers the values that the normals have.</summary>
    public static ColumnCodes Fit(ColumnView view, FlowTable normals)
    {
        if (view.Kind is ColumnKind.Log or ColumnKind.Counter)
        {
            int low = int.MaxValue, high = int.MinValue;
            foreach (double value in normals.Number(view.Column.Name))
            {
                int bin = Bin(view, value);
                (low, high) = (Math.Min(low, bin), Math.Max(high, bin));
            }

            return new ColumnCodes(view, low, high - low + 1);
        }

        var codes = new ColumnCodes(view, 0, 0);
        if (view.Column.IsText)
        {
            CategoryColumn column = normals.Category(view.Column.Name);
            foreach (int code in column.Codes.Distinct().OrderBy(code => column.Values[code], StringComparer.Ordinal))
                codes.texts.TryAdd(column.Values[code], codes.texts.Count);
            codes.Count = codes.texts.Count;
        }
        else
        {
            foreach (float value in normals.Number(view.Column.Name).Select(value => Exact(view, value)).Distinct().Order())
                codes.numbers.Add(value, codes.numbers.Count);
            codes.Count = codes.numbers.Count;
        }

        return codes;
    }

    /// <summary>The number of each flow's value.</summary>
    public int[] Of(FlowTable flows)
    {
        if (View.Column.IsText)
        {
            CategoryColumn column = flows.Category(View.Column.Name);
            int[] known = [.. column.Values.Select(value => texts.GetValueOrDefault(value, Count))];
            return Array.ConvertAll(column.Codes, code => known[code]);
        }

        double[] values = flows.Number(View.Column.Name);
        if (!IsOrdered) return Array.ConvertAll(values, value => numbers.GetValueOrDefault(Exact(View, value), Count));
        return Array.ConvertAll(values, value =>
        {
            long bin = (long)Bin(View, value) - lowest;
            return bin >= 0 && bin < Count ? (int)bin : Count;
        });
    }

    private static float Exact(ColumnView view, double value) => view.Kind == ColumnKind.Presence ? (value > 0 ? 1 : 0) : (float)value;

    private static int Bin(ColumnView view, double value) => double.IsNaN(value)
        ? -4 // a bin of its own, apart from the others
        : (int)Math.Floor((BinsPerUnit * PortableMath.Log1p(Math.Max(value, 0) / view.Unit)) + 0.5);
}
