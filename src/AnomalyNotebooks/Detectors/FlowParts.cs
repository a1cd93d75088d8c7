namespace AnomalyNotebooks;

/// <summary>
/// Flows taken apart into what can be changed freely, and put together again (<see cref="FlowArithmetic"/>), as matrices: numbers as they
/// are, a text as its place in the sorted list of texts of the training flows. Its own number, -1, stands for a text that these have not,
/// and for a missing value.
/// </summary>
internal sealed class FlowParts
{
    private const float Unknown = -1;

    private readonly FlowColumn[] columns;
    private readonly string[][] texts; // per column, sorted; empty for numbers
    private readonly FlowArithmetic arithmetic;

    /// <summary>Prepares for flows of one schema.</summary>
    /// <param name="schema">What the columns are.</param>
    /// <param name="columns">The features to look at.</param>
    /// <param name="texts">Per column its known texts, sorted; empty for numbers.</param>
    public FlowParts(FlowSchema schema, FlowColumn[] columns, string[][] texts)
    {
        Schema = schema;
        this.columns = columns;
        this.texts = texts;
        arithmetic = new FlowArithmetic(schema.Rules, [.. columns.Select(column => column.Name)]);
    }

    /// <summary>What the columns are.</summary>
    public FlowSchema Schema { get; }

    /// <summary>The columns that are looked at.</summary>
    public IReadOnlyList<FlowColumn> Columns => columns;

    /// <summary>Per column the texts known from training; empty for numbers.</summary>
    public IReadOnlyList<string[]> Texts => texts;

    /// <summary>The parts' names.</summary>
    public IReadOnlyList<string> Names => arithmetic.Parts;

    /// <summary>The names of what a model sees: the parts, the columns that follow from them, and comparisons of parts.</summary>
    public IReadOnlyList<string> ViewNames => arithmetic.View;

    /// <summary>The places of the context's columns among the parts.</summary>
    public int[] Context => [.. Schema.Rules.Context.Select(Names.IndexOf).Where(part => part >= 0)];

    /// <summary>Learns the texts.</summary>
    /// <param name="training">The flows to know the texts of.</param>
    /// <param name="without">Columns not to look at.</param>
    public static FlowParts Of(FlowTable training, IReadOnlyCollection<string>? without = null)
    {
        FlowColumn[] features = [.. training.Schema.Features.Where(column => without?.Contains(column.Name) != true)];
        if (features.Length == 0) throw new AnomalyException("There are no features to fit a detector on.");
        return new FlowParts(
            training.Schema, features, [.. features.Select(column => column.IsText ? TextsOf(training.Category(column.Name)) : [])]);
    }

    /// <summary>Takes flows apart: rows by <see cref="Names"/>.</summary>
    /// <exception cref="AnomalyException">The flows have other columns, or an infinite number.</exception>
    public FeatureMatrix Take(FlowTable flows)
    {
        foreach (FlowColumn column in columns) ModelInput.RequireColumn(flows, column.Name);
        float[][] read = [.. columns.Select((column, c) => Column(flows, column, texts[c]))];
        var values = new float[flows.Count * Names.Count];
        ParallelWork.ForRows(flows.Count, (first, end) =>
        {
            Span<float> flow = stackalloc float[read.Length];
            for (int r = first; r < end; r++)
            {
                for (int c = 0; c < read.Length; c++) flow[c] = read[c][r];
                arithmetic.TakeApart(flow, values.AsSpan(r * Names.Count, Names.Count));
            }
        });
        return new FeatureMatrix(values, flows.Count, Names);
    }

    /// <summary>Puts parts together: rows by <see cref="ViewNames"/>.</summary>
    public FeatureMatrix View(FeatureMatrix parts)
    {
        int width = ViewNames.Count;
        var values = new float[parts.Rows * width];
        ParallelWork.ForRows(parts.Rows, (first, end) =>
        {
            for (int r = first; r < end; r++) arithmetic.PutTogether(parts.Row(r), values.AsSpan(r * width, width));
        });
        return new FeatureMatrix(values, parts.Rows, ViewNames);
    }

    /// <summary>Puts parts together to flows, all of them taken as normal. What came from flows differs from them by rounding
    /// only.</summary>
    public FlowTable Flows(FeatureMatrix parts, FlowOrigin origin)
    {
        FeatureMatrix view = View(parts);
        var numbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var categories = new Dictionary<string, CategoryColumn>(StringComparer.Ordinal);
        for (int c = 0; c < texts.Length; c++)
        {
            FlowColumn column = columns[c];
            int place = view.Names.IndexOf(column.Name);
            if (column.IsText)
                categories[column.Name] = new CategoryColumn([.. Enumerable.Range(0, view.Rows).Select(r => (int)view[r, place])],
                    texts[c]);
            else numbers[column.Name] = [.. Enumerable.Range(0, view.Rows).Select(r => Number(column, view[r, place]))];
        }

        return Schema.Table(origin, view.Rows, numbers, categories);
    }

    // Of a number drawn at random the parts hold only whether there is one.
    private static double Number(FlowColumn column, float value) =>
        column.Role == ColumnRole.SequenceNumber ? value * FlowDerivation.AnyRandomNumber : value;

    private static string[] TextsOf(CategoryColumn column) =>
        [.. column.Codes.Distinct().Select(code => column.Values[code]).Order(StringComparer.Ordinal)];

    private static float[] Column(FlowTable flows, FlowColumn column, string[] known)
    {
        if (column.IsText)
        {
            CategoryColumn text = flows.Category(column.Name);
            int[] places = [.. text.Values.Select(value => Array.BinarySearch(known, value, StringComparer.Ordinal))];
            return [.. text.Codes.Select(code => places[code] < 0 ? Unknown : places[code])];
        }

        double[] numbers = flows.Number(column.Name);
        var values = new float[numbers.Length];
        for (int r = 0; r < values.Length; r++)
        {
            values[r] = double.IsNaN(numbers[r]) ? Unknown : (float)numbers[r];
            if (!float.IsFinite(values[r]))
                throw new AnomalyException($"Row {r}, column '{column.Name}' is {numbers[r].Shown()}: expected a number of single "
                + "precision.");
        }

        return values;
    }
}
