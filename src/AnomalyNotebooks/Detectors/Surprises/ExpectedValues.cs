using System.Runtime.InteropServices;

namespace AnomalyNotebooks;

/// <summary>What is expected in each column: the median of the normal flows of the same context, or of all where the context is new;
/// in the context's own columns the most frequent value.</summary>
internal sealed class ExpectedValues
{
    private readonly int[] context;
    private readonly Dictionary<string, float[]> byContext = new(StringComparer.Ordinal);
    private readonly float[] overall, modes;

    public ExpectedValues(FeatureMatrix normals, IEnumerable<string> contextColumns)
    {
        context = [.. contextColumns.Select(normals.Names.IndexOf).Where(column => column >= 0)];
        modes = [.. context.Select(column => Enumerable.Range(0, normals.Rows).Select(row => normals[row, column])
            .GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key)];
        overall = Medians(normals, [.. Enumerable.Range(0, normals.Rows)]);
        foreach (IGrouping<string, int> group in Enumerable.Range(0, normals.Rows).GroupBy(row => Key(normals.Row(row)), StringComparer.Ordinal))
            byContext[group.Key] = Medians(normals, [.. group]);
    }

    public ReadOnlySpan<float> Of(ReadOnlySpan<float> flow) => byContext.GetValueOrDefault(Key(flow), overall);

    private string Key(ReadOnlySpan<float> flow)
    {
        Span<float> values = stackalloc float[context.Length];
        for (int i = 0; i < context.Length; i++) values[i] = flow[context[i]];
        return Convert.ToHexString(MemoryMarshal.AsBytes(values));
    }

    private float[] Medians(FeatureMatrix normals, int[] rows)
    {
        var medians = new float[normals.Columns];
        var values = new float[rows.Length];
        for (int c = 0; c < medians.Length; c++)
        {
            for (int i = 0; i < rows.Length; i++) values[i] = normals[rows[i], c];
            Array.Sort(values);
            medians[c] = values[(values.Length - 1) / 2];
        }

        for (int i = 0; i < context.Length; i++) medians[context[i]] = modes[i];

        return medians;
    }
}
