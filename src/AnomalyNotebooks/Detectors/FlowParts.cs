namespace AnomalyNotebooks;

/// <summary>Flows taken apart into what can be changed freely, and put together again (<see cref="FlowArithmetic"/>), matrix by matrix.</summary>
/// <remarks>Works on any matrix: columns that no rule of the schema names are parts of their own and stay as they are.</remarks>
internal sealed class FlowParts(IReadOnlyList<string> flowNames)
{
    private readonly FlowArithmetic arithmetic = new(FlowSchema.UnswNb15.Rules, flowNames);

    /// <summary>The parts' names.</summary>
    public IReadOnlyList<string> Names => arithmetic.Parts;

    /// <summary>The names of what a model sees: the parts, the columns that follow from them, and comparisons of parts.</summary>
    public IReadOnlyList<string> ViewNames => arithmetic.View;

    /// <summary>Takes flows apart: rows by <see cref="Names"/>.</summary>
    public FeatureMatrix Take(FeatureMatrix flows)
    {
        var values = new float[flows.Rows * Names.Count];
        for (int r = 0; r < flows.Rows; r++) arithmetic.TakeApart(flows.Row(r), values.AsSpan(r * Names.Count, Names.Count));
        return new FeatureMatrix(values, flows.Rows, Names);
    }

    /// <summary>Puts parts together: rows by <see cref="ViewNames"/>.</summary>
    public FeatureMatrix View(FeatureMatrix parts)
    {
        var values = new float[parts.Rows * ViewNames.Count];
        for (int r = 0; r < parts.Rows; r++) arithmetic.PutTogether(parts.Row(r), values.AsSpan(r * ViewNames.Count, ViewNames.Count));
        return new FeatureMatrix(values, parts.Rows, ViewNames);
    }

    /// <summary>A table of the flows' columns.</summary>
    public static FlowTable Table(FlowOrigin origin, int count, IReadOnlyDictionary<string, double[]> numbers, IReadOnlyDictionary<string, CategoryColumn> texts) =>
        new(origin, count, numbers, texts, new CategoryColumn(new int[count], [FlowSchema.Normal]), new bool[count]);
}
