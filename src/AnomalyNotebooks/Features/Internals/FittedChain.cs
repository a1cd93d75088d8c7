using System.Buffers;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>A fitted recipe: columns of the table, and the fitted steps they go through one after the other.</summary>
internal sealed class FittedChain
{
    private readonly FittedStep[] steps;

    private FittedChain(FeatureRecipe recipe, FeatureSource[] sources, FittedStep[] fitted)
    {
        Recipe = recipe;
        Sources = sources;
        steps = fitted;
        Outputs = steps.Length > 0 ? steps[^1].Outputs : [.. sources.Select(source => source.Column)];
        FeatureColumn? text = Outputs.FirstOrDefault(column => column.Vocabulary is not null);
        if (text is not null)
            throw new AnomalyException(
                $"'{text.Name}' is a text column and no step makes numbers of it: add a LabelEncodeStep or a OneHotStep.");
    }

    public FeatureRecipe Recipe { get; }

    public FeatureSource[] Sources { get; }

    public IReadOnlyList<FeatureColumn> Outputs { get; }

    /// <summary>The most columns that it holds at a time.</summary>
    public int Width => steps.Select(step => step.Outputs.Count).Append(Sources.Length).Max();

    /// <summary>Fits step after step. The training rows' own features come back only where they are wanted and differ from what
    /// <see cref="Bind"/> gives (leave-one-out).</summary>
    public static (FittedChain Chain, ColumnBlock? Training) Fit(FeatureRecipe recipe, FlowTable rows, bool fillsMissing, bool wantTraining)
    {
        (FeatureSource Source, double[]? Own)[] read = [.. recipe.Columns.Select(column => FeatureSource.Fit(rows, column, fillsMissing))];
        double[][] values = [.. read.Select(column => column.Own ?? column.Source.Read(rows, ArrayPool<double>.Shared.Rent(rows.Count)))];
        FeatureSource[] sources = [.. read.Select(column => column.Source)];
        IReadOnlyList<FeatureColumn> columns = [.. sources.Select(source => source.Column)];
        var block = new ColumnBlock(values, rows.Count);
        var fitted = new FittedStep[recipe.Steps.Count];
        bool leavesOneOut = false;
        for (int s = 0; s < fitted.Length; s++)
        {
            fitted[s] = recipe.Steps[s].Fit(block, columns);
            columns = fitted[s].Outputs;
            leavesOneOut |= fitted[s].LeavesOneOut;
            if (s == fitted.Length - 1 && !(wantTraining && leavesOneOut)) continue;
            ColumnBlock next = ColumnBlock.Rent(columns.Count, rows.Count);
            fitted[s].TransformTraining(block, next);
            if (s > 0) block.Return(); // the first holds the table's own columns too
            block = next;
        }

        bool keeps = wantTraining && leavesOneOut;
        if (!keeps && fitted.Length > 1) block.Return();
        foreach ((int i, (_, double[]? own)) in read.Index())
            if (own is null) ArrayPool<double>.Shared.Return(values[i]);
        return (new FittedChain(recipe, sources, fitted), keeps ? block : null);
    }

    /// <summary>The chain at the rows of one table.</summary>
    /// <exception cref="AnomalyException">A column is not there, or no longer of the kind it was fitted on.</exception>
    public Bound Bind(FlowTable rows, ColumnBlock? given) => new(this, given is null ? [.. Sources.Select(source => source.Bind(rows))]
        : [], given);

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteFlag("leaksLabels", Recipe.ReadsLabels);
        json.WriteStartArray("columns");
        foreach (FeatureSource source in Sources)
        {
            json.WriteStartObject();
            json.WriteString("name", source.Column.Name);
            if (source.Column.Vocabulary is { } vocabulary) json.WriteTexts("texts", vocabulary);
            if (source.Fill is { } median) json.WriteNumber("fill", median);
            json.WriteFlag("neverMissing", source.Fill is not null && !source.WasMissing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (FittedStep step in steps)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Settings.Kind);
            step.WriteJson(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static FittedChain ReadJson(JsonElement json)
    {
        FeatureSource[] sources = [.. json.List("columns").Select(column => new FeatureSource(
            column.Text("name"), column.TryGetProperty("texts", out _) ? column.Texts("texts") : null, column.OptionalNumber("fill"),
            !column.Flag("neverMissing")))];
        IReadOnlyList<FeatureColumn> columns = [.. sources.Select(source => source.Column)];
        var read = new List<FittedStep>();
        foreach (JsonElement step in json.List("steps"))
        {
            read.Add(FeatureStep.ReadFitted(step, columns));
            columns = read[^1].Outputs;
        }

        var recipe = new FeatureRecipe([.. sources.Select(source => source.Column.Name)], [.. read.Select(step => step.Settings)])
        {
            ReadsLabels = json.Flag("leaksLabels"),
        };
        return new FittedChain(recipe, sources, [.. read]);
    }

    /// <summary>A chain at the rows of one table: writes its features block by block. Immutable, for several threads at once.</summary>
    internal sealed class Bound(FittedChain chain, FeatureSource.Bound[] sources, ColumnBlock? given)
    {
        /// <summary>Writes the features of some rows.</summary>
        /// <param name="first">The first row.</param>
        /// <param name="block">Room for the rows, at least the chain's width of columns; may hold anything.</param>
        /// <param name="other">The same again.</param>
        /// <param name="target">Begins at the chain's first feature of the first row.</param>
        /// <param name="stride">From one row to the next.</param>
        /// <exception cref="AnomalyException">A value is not finite or refused by a step, or a feature too large for single
        /// precision.</exception>
        public void Write(int first, ColumnBlock block, ColumnBlock other, Span<float> target, int stride)
        {
            if (given is not null)
            {
                given.WriteRows(chain.Outputs, target, stride, first, first, block.Rows);
                return;
            }

            for (int c = 0; c < sources.Length; c++) sources[c].Read(first, block[c]);
            for (int s = 0; s < chain.steps.Length - 1; s++)
            {
                chain.steps[s].Transform(block, other);
                (block, other) = (other, block);
            }

            if (chain.steps.Length > 0) chain.steps[^1].Write(block, other, target, stride, first);
            else block.WriteRows(chain.Outputs, target, stride, first);
        }
    }
}
