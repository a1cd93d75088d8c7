namespace AnomalyNotebooks;

/// <summary>How a column of flows is looked at by detectors that have to travel.</summary>
internal enum ColumnKind
{
    /// <summary>Distinct values without an order: texts, flags, times to live, whole numbers of few values.</summary>
    Values,

    /// <summary>Only whether there is a value above 0.</summary>
    Presence,

    /// <summary>A counter over a window of flows: only its order of magnitude means anything, round(log2(1 + value)).</summary>
    Counter,

    /// <summary>A number from 0 up with a heavy tail: log(1 + value / unit).</summary>
    Log,

    /// <summary>Any other number, as it is.</summary>
    Linear,
}

/// <summary>
/// One column as the travelling detectors see it. What a schema says about it decides; where it says only that the column is a number,
/// the training normals decide by stated rules. No column is known by its name.
/// </summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">How its values are looked at.</param>
/// <param name="Unit">What <see cref="ColumnKind.Log"/> divides by: 1 for counts and sizes; for measured times and rates, and for numbers
/// of which nothing is known, the value that one in a hundred of the positive ones stays below.</param>
/// <param name="IsContext">Whether it says what kind of flow it is (the schema's context).</param>
/// <param name="IsRepeated">Whether its values are shared by many flows, so that one never seen before means something: whole numbers
/// and texts by role; any other number where 80 % of the normals have a value that five or more of them have.</param>
/// <param name="IsDerived">Whether it follows from other columns.</param>
internal sealed record ColumnView(FlowColumn Column, ColumnKind Kind, double Unit, bool IsContext, bool IsRepeated, bool IsDerived)
{
    private const int FewValues = 32;           // a whole number of at most so many values is a set of values rather than a number
    // largest value over the median of the positive ones from which on a number is taken by its logarithm
    private const double HeavyTail = 100;
    private const int OftenEnough = 5;
    private const double RepeatedShare = 0.8;

    /// <summary>How each feature of these normals is to be looked at.</summary>
    public static ColumnView[] Of(FlowTable normals, IReadOnlyCollection<string>? ignored = null)
    {
        FlowSchema schema = normals.Schema;
        FlowColumn[] columns = [.. schema.Features.Where(column => ignored?.Contains(column.Name) != true)];
        var views = new ColumnView[columns.Length];
        ParallelWork.For(views.Length, c => views[c] = Of(columns[c], normals, schema.Rules.Context.Contains(columns[c].Name),
            schema.Rules.Derivations.Any(rule => rule.Column == columns[c].Name && rule.Formula != FlowFormula.Presence)));
        return views;
    }

    /// <summary>Refuses flows without the column.</summary>
    /// <exception cref="AnomalyException">The column is missing.</exception>
    public void RequireIn(FlowTable flows)
    {
        if (Column.IsText ? flows.TryCategory(Column.Name) is null : flows.TryNumber(Column.Name) is null)
            throw new AnomalyException($"The flows have no column '{Column.Name}', which the detector was fitted on.");
    }

    private static ColumnView Of(FlowColumn column, FlowTable normals, bool isContext, bool isDerived)
    {
        if (column.IsText) return new ColumnView(column, ColumnKind.Values, 1, isContext, true, isDerived);
        double[] sorted = [.. normals.Number(column.Name).Where(double.IsFinite)];
        Array.Sort(sorted);
        int distinct = 0, repeated = 0;
        for (int i = 0; i < sorted.Length;)
        {
            int end = i + 1;
            while (end < sorted.Length && sorted[end] == sorted[i]) end++;
            distinct++;
            if (end - i >= OftenEnough) repeated += end - i;
            i = end;
        }

        bool isRepeated = repeated >= RepeatedShare * sorted.Length;
        ReadOnlySpan<double> positive = sorted.AsSpan(sorted.Length - sorted.Count(value => value > 0));
        double low = positive.Length == 0 ? 1 : positive[positive.Length / 100];
        (ColumnKind kind, double unit) = column.Role switch
        {
            ColumnRole.Flag or ColumnRole.TimeToLive => (ColumnKind.Values, 1),
            ColumnRole.Discrete when distinct <= FewValues => (ColumnKind.Values, 1),
            ColumnRole.SequenceNumber => (ColumnKind.Presence, 1),
            ColumnRole.WindowCounter => (ColumnKind.Counter, 1),
            ColumnRole.Count or ColumnRole.Size or ColumnRole.Discrete => (ColumnKind.Log, 1.0),
            ColumnRole.Duration or ColumnRole.Rate => (ColumnKind.Log, low),
            _ when IsHeavy(sorted, positive) => (ColumnKind.Log, low),
            _ => (ColumnKind.Linear, 1.0),
        };
        if (isContext) kind = ColumnKind.Values;
        bool shared = kind is ColumnKind.Values or ColumnKind.Presence or ColumnKind.Counter
            || (!column.IsMeasured && (column.IsWhole || isRepeated));
        return new ColumnView(column, kind, unit, isContext, shared, isDerived);
    }

    private static bool IsHeavy(double[] sorted, ReadOnlySpan<double> positive) =>
        sorted.Length > 0 && sorted[0] >= 0 && positive.Length > 0 && positive[^1] > HeavyTail * positive[positive.Length / 2];
}
