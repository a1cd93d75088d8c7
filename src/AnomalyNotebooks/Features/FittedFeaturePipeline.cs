namespace AnomalyNotebooks;

/// <summary>A fitted pipeline: turns flows into features with what it learnt from the training rows. Immutable, safe to use from several
/// threads.</summary>
[TypeFormatterSource]
public sealed partial class FittedFeaturePipeline : IRichOutput
{
    private const int BlockRows = 128, BlocksAtOnce = 16;

    private readonly FittedChain[] chains;
    private readonly FeatureColumn[] indicators; // of columns that training rows lacked: whether a row lacks it

    internal FittedFeaturePipeline(string name, bool fillsMissing, FittedChain[] fitted)
    {
        chains = fitted;
        Settings = new FeaturePipeline(name, [.. chains.Select(chain => chain.Recipe)]) { FillsMissing = fillsMissing };
        indicators = [.. chains.SelectMany(chain => chain.Sources).Where(source => source is { Fill: not null, WasMissing: true })
            .DistinctBy(source => source.Column.Name).Select(source => source.Column.Renamed($"missing({source.Column.Name})"))];
        FeatureColumn[] features = [.. chains.SelectMany(chain => chain.Outputs), .. indicators];
        Names = [.. features.Select(column => column.Name)];
        Sources = [.. features.Select(column => column.Sources)];
        string? twice = Names.GroupBy(feature => feature).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new AnomalyException($"The feature pipeline '{name}' makes two features named '{twice}'. Leave one of the recipes out.");
    }

    /// <summary>What was fitted: recipes of a few columns each.</summary>
    public FeaturePipeline Settings { get; }

    /// <summary>The features' names, in column order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>For each feature, the columns of the flow table that it was made from. Features of one column (such as a one-hot
    /// group) stand next to each other within a recipe.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sources { get; }

    /// <summary>Whether a label is among the features.</summary>
    public bool LeaksLabels => Settings.LeaksLabels;

    /// <summary>Which steps it sends which columns through, as an HTML table.</summary>
    public string ToHtml() => Shown().ToHtml();

    /// <summary>The same as text.</summary>
    public override string ToString() => Shown().ToString();

    /// <summary>Makes features of flows.</summary>
    /// <param name="rows">Any flows, also none.</param>
    /// <returns>Rows by <see cref="Names"/>, finite numbers.</returns>
    /// <exception cref="AnomalyException">An infinite number, or a missing one where the flows' schema knows none (row and feature named);
    /// or a column that is not there.</exception>
    public FeatureMatrix Transform(FlowTable rows) => Transform(rows, new ColumnBlock?[chains.Length]);

    /// <summary>As <see cref="Transform(FlowTable)"/>, into a matrix that is there already: for flows that come in portions, whose
    /// features would otherwise need fresh memory each time, which can cost more than the features do.</summary>
    /// <param name="rows">Any flows, also none.</param>
    /// <param name="into">As many rows, and columns named as <see cref="Names"/>; its values may be anything.</param>
    /// <exception cref="ArgumentException">The matrix has other rows or columns.</exception>
    /// <exception cref="AnomalyException">As for <see cref="Transform(FlowTable)"/>; some rows of <paramref name="into"/> may be written
    /// then.</exception>
    public void Transform(FlowTable rows, FeatureMatrix into)
    {
        if (Require.Given(into).Rows != Require.Given(rows).Count || into.Columns != Names.Count)
            throw new ArgumentException($"The features of {rows.Count} flows are {rows.Count} rows of {Names.Count} columns, "
                + $"and the matrix to write them into has {into.Rows} of {into.Columns}.", nameof(into));
        if (!ReferenceEquals(into.Names, Names) && Enumerable.Range(0, Names.Count)
            .FirstOrDefault(c => into.Names[c] != Names[c], -1) is >= 0 and var other)
            throw new ArgumentException(
                $"Column {other} of the features is '{Names[other]}', and of the matrix to write them into '{into.Names[other]}'.",
                nameof(into));
        Write(rows, new ColumnBlock?[chains.Length], into.Values);
    }

    /// <summary>As <see cref="Transform(FlowTable)"/>, with some chains' outputs given.</summary>
    internal FeatureMatrix Transform(FlowTable rows, ColumnBlock?[] given)
    {
        if ((long)Require.Given(rows).Count * Names.Count > Array.MaxLength)
            throw new AnomalyException(
                $"{rows.Count} rows of {Names.Count} features are more than one matrix holds; transform them in parts with "
                    + $"FlowTable.Take.");
        float[] values = GC.AllocateUninitializedArray<float>(rows.Count * Names.Count); // every feature of every row is written
        Write(rows, given, values);
        return new FeatureMatrix(values, rows.Count, Names);
    }

    private HtmlTable Shown() => FeaturePipeline.Shown(chains.Select(chain => chain.Recipe)).WithCaption($"{Settings.Name}, fitted")
        .WithNote($"{chains.SelectMany(chain => chain.Recipe.Columns).Distinct().Count()} columns become {Names.Count} features"
            + $"{(indicators.Length > 0 ? $", {indicators.Length} of them for missing values" : "")}.");

    // Block by block of a few rows, which stay in the nearest caches while all features of them are written.
    private void Write(FlowTable rows, ColumnBlock?[] given, float[] values)
    {
        if (rows.Count == 0) return;
        FittedChain.Bound[] bound = [.. chains.Select((chain, i) => chain.Bind(rows, given[i]))];
        double[][] mayBeMissing = [.. indicators.Select(column => rows.Number(column.Sources[0]))];
        int width = chains.Max(chain => chain.Width), stride = Names.Count, blocks = (rows.Count + BlockRows - 1) / BlockRows;
        ParallelWork.For((blocks + BlocksAtOnce - 1) / BlocksAtOnce, part =>
        {
            ColumnBlock block = ColumnBlock.Allocate(width, BlockRows), other = ColumnBlock.Allocate(width, BlockRows);
            for (int b = part * BlocksAtOnce; b < Math.Min(blocks, (part + 1) * BlocksAtOnce); b++)
            {
                int first = b * BlockRows, feature = 0;
                block.Rows = other.Rows = Math.Min(BlockRows, rows.Count - first);
                Span<float> target = values.AsSpan(first * stride, block.Rows * stride); // block.Rows x stride
                for (int c = 0; c < bound.Length; feature += chains[c++].Outputs.Count)
                    bound[c].Write(first, block, other, target[feature..], stride);
                for (int c = 0; c < mayBeMissing.Length; c++)
                    for (int r = 0; r < block.Rows; r++) target[(r * stride) + feature + c] = double.IsNaN(mayBeMissing[c][first + r]) ? 1
                        : 0;
            }
        });
    }
}
