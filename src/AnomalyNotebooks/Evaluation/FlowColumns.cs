namespace AnomalyNotebooks;

/// <summary>Flow tables out of matrices of their columns.</summary>
internal static class FlowColumns
{
    // Parts know of TCP's first sequence numbers only whether there is one. They are drawn from 2^32: the mean stands for any.
    private const double AnySequenceNumber = 2_147_483_648;
    private static readonly string[] SequenceNumbers = ["stcpb", "dtcpb"];

    /// <summary>One flow per row, all of them taken as normal.</summary>
    /// <param name="columns">All 42 features as <see cref="FlowParts.View"/> gives them: texts as codes, of TCP's first sequence numbers whether there is one.</param>
    /// <param name="origin">Where the flows come from.</param>
    /// <param name="texts">The texts that a column's codes stand for; a code of -1 is the last of them.</param>
    public static FlowTable ToFlows(FeatureMatrix columns, FlowOrigin origin, Func<string, IReadOnlyList<string>> texts)
    {
        var numbers = new Dictionary<string, double[]>();
        var categories = new Dictionary<string, CategoryColumn>();
        foreach (FlowColumn field in FlowSchema.UnswNb15.Features)
        {
            int column = columns.Names.IndexOf(field.Name);
            double[] values = [.. Enumerable.Range(0, columns.Rows).Select(r => (double)columns[r, column])];
            if (SequenceNumbers.Contains(field.Name)) numbers[field.Name] = [.. values.Select(present => present * AnySequenceNumber)];
            else if (!field.IsText) numbers[field.Name] = values;
            else
            {
                IReadOnlyList<string> known = texts(field.Name);
                categories[field.Name] = new CategoryColumn([.. values.Select(code => code < 0 ? known.Count - 1 : (int)code)], known);
            }
        }

        return new FlowTable(origin, columns.Rows, numbers, categories, new CategoryColumn(new int[columns.Rows], [FlowSchema.Normal]), new bool[columns.Rows]);
    }
}
