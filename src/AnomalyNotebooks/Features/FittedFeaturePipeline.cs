using System.Collections.Concurrent;

namespace AnomalyNotebooks;

/// <summary>A fitted pipeline: turns flows into features with what it learnt from the training rows. Immutable, safe to use from several threads.</summary>
public sealed partial class FittedFeaturePipeline
{
    // Rows a thread takes at once.
    private const int RowsPerPart = 8 * RowWriter.BlockRows;

    private readonly FittedChain[] chains;

    internal FittedFeaturePipeline(string name, FittedChain[] chains)
    {
        this.chains = chains;
        Settings = new FeaturePipeline(name, [.. chains.Select(chain => chain.Recipe)]);
        Names = [.. chains.SelectMany(chain => chain.Outputs).Select(column => column.Name)];
        Sources = [.. chains.SelectMany(chain => chain.Outputs).Select(column => column.Sources)];
        string? twice = Names.GroupBy(feature => feature).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new AnomalyException($"The feature pipeline '{name}' makes two features named '{twice}'. Leave one of the recipes out.");
    }

    /// <summary>What was fitted, one recipe for each column or group of columns.</summary>
    public FeaturePipeline Settings { get; }

    /// <summary>The features' names, in column order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>For each feature, the columns of the flow table that it was made from. Features of one column (such as a one-hot
    /// group) stand next to each other within a recipe.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sources { get; }

    /// <summary>Whether a label is among the features.</summary>
    public bool LeaksLabels => Settings.LeaksLabels;

    /// <summary>Makes features of flows.</summary>
    /// <param name="rows">Any flows, also none.</param>
    /// <returns>Rows by <see cref="Names"/>, finite numbers.</returns>
    /// <exception cref="AnomalyException">A NaN or infinity (row and feature named), or a column that is not there.</exception>
    public FeatureMatrix Transform(FlowTable rows) => Transform(rows, new ColumnBlock?[chains.Length]);

    /// <summary>As <see cref="Transform(FlowTable)"/>, into a matrix that is there already: for flows that come in portions, whose
    /// features would otherwise need fresh memory each time, which can cost more than the features do.</summary>
    /// <param name="rows">Any flows, also none.</param>
    /// <param name="into">As many rows, and columns named as <see cref="Names"/>; its values may be anything.</param>
    /// <exception cref="ArgumentException">The matrix has other rows or columns.</exception>
    /// <exception cref="AnomalyException">As for <see cref="Transform(FlowTable)"/>; some rows of <paramref name="into"/> may be written then.</exception>
    public void Transform(FlowTable rows, FeatureMatrix into)
    {
        if (into.Rows != rows.Count || into.Columns != Names.Count)
            throw new ArgumentException($"The features of {rows.Count} flows are {rows.Count} rows of {Names.Count} columns, and the matrix to write them into has {into.Rows} of {into.Columns}.", nameof(into));
        if (!ReferenceEquals(into.Names, Names) && Enumerable.Range(0, Names.Count).FirstOrDefault(c => into.Names[c] != Names[c], -1) is >= 0 and var other)
            throw new ArgumentException($"Column {other} of the features is '{Names[other]}', and of the matrix to write them into '{into.Names[other]}'.", nameof(into));
        Write(rows, new ColumnBlock?[chains.Length], into.Values);
    }

    /// <summary>As <see cref="Transform(FlowTable)"/>, with some chains' outputs given.</summary>
    internal FeatureMatrix Transform(FlowTable rows, ColumnBlock?[] given)
    {
        if ((long)rows.Count * Names.Count > Array.MaxLength)
            throw new AnomalyException($"{rows.Count} rows of {Names.Count} features are more than one matrix holds; transform them in parts with FlowTable.Take.");
        float[] values = GC.AllocateUninitializedArray<float>(rows.Count * Names.Count); // every feature of every row is written
        Write(rows, given, values);
        return new FeatureMatrix(values, rows.Count, Names);
    }

    private void Write(FlowTable rows, ColumnBlock?[] given, float[] values)
    {
        if (rows.Count == 0) return;
        BoundChain[] bound = [.. chains.Select((chain, i) => given[i] is { } block ? new GivenFeatures(block, chain.Outputs) : chain.Bind(rows))];
        int stride = Names.Count; // values: rows x stride
        var idle = new ConcurrentBag<RowWriter>(); // one for each thread at work
        ParallelWork.For((rows.Count + RowsPerPart - 1) / RowsPerPart, part =>
        {
            if (!idle.TryTake(out RowWriter? writer)) writer = new RowWriter(bound, rows.Count);
            int end = Math.Min(rows.Count, (part + 1) * RowsPerPart);
            for (int first = part * RowsPerPart; first < end; first += RowWriter.BlockRows)
                writer.Write(first, Math.Min(RowWriter.BlockRows, end - first), values.AsSpan(first * stride));
            idle.Add(writer);
        });
    }
}
