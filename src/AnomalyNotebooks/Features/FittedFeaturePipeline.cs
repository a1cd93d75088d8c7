using System.Collections.Concurrent;

namespace AnomalyNotebooks;

/// <summary>A fitted pipeline: turns flows into features with what it learnt from the training rows. Immutable, safe to use from several threads.</summary>
public sealed partial class FittedFeaturePipeline
{
    // Rows a block: a block's columns stay in the nearest cache while they go through their steps.
    private const int BlockRows = 256;

    // Blocks a thread takes at once.
    private const int RowsPerPart = 16 * BlockRows;

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

    /// <summary>As <see cref="Transform(FlowTable)"/>, with some chains' outputs given.</summary>
    internal FeatureMatrix Transform(FlowTable rows, ColumnBlock?[] given)
    {
        int stride = Names.Count; // values: rows x stride
        if ((long)rows.Count * stride > Array.MaxLength)
            throw new AnomalyException($"{rows.Count} rows of {stride} features are more than one matrix holds; transform them in parts with FlowTable.Take.");
        float[] values = GC.AllocateUninitializedArray<float>(rows.Count * stride); // every chain writes all its features of every row
        int parts = (rows.Count + RowsPerPart - 1) / RowsPerPart;
        if (parts == 0) return new FeatureMatrix(values, 0, Names);

        var idle = new ConcurrentBag<FittedChain.Writer?[]>(); // one set for each thread at work
        ParallelWork.For(parts, part =>
        {
            if (!idle.TryTake(out FittedChain.Writer?[]? writers)) writers = Writers(rows, given);
            int end = Math.Min(rows.Count, (part + 1) * RowsPerPart);
            for (int first = part * RowsPerPart; first < end; first += BlockRows)
            {
                int count = Math.Min(BlockRows, end - first), feature = 0;
                for (int i = 0; i < chains.Length; i++)
                {
                    Span<float> target = values.AsSpan((first * stride) + feature);
                    if (writers[i] is { } writer) writer.Write(first, count, target, stride);
                    else RowMajor.Scatter(Slice(given[i]!, first, count), chains[i].Outputs, first, target, stride);
                    feature += chains[i].Outputs.Count;
                }
            }

            idle.Add(writers);
        });
        return new FeatureMatrix(values, rows.Count, Names);
    }

    private FittedChain.Writer?[] Writers(FlowTable rows, ColumnBlock?[] given)
    {
        var scratch = new BlockScratch(Math.Min(BlockRows, rows.Count));
        return [.. chains.Select((chain, i) => given[i] is null ? chain.Bind(rows, scratch) : null)];
    }

    private static ColumnBlock Slice(ColumnBlock block, int first, int count) =>
        new([.. block.Columns.Select(column => column[first..(first + count)])], count);
}
