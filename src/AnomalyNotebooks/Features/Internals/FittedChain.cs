using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>A fitted recipe: columns of the table, and the fitted steps they go through.</summary>
internal sealed class FittedChain
{
    private readonly FeatureSource[] inputs;
    private readonly FittedFeatureStep[] stages;

    private FittedChain(FeatureRecipe recipe, FeatureSource[] sources, FittedFeatureStep[] steps)
    {
        Recipe = recipe;
        inputs = sources;
        stages = steps;
        Outputs = steps.Length > 0 ? steps[^1].Outputs : [.. sources.Select(source => source.Column)];
        FeatureColumn? text = Outputs.FirstOrDefault(column => column.Vocabulary is not null);
        if (text is not null)
            throw new AnomalyException($"'{text.Name}' is a text column and no step makes numbers of it: add a LabelEncodeStep or a OneHotStep.");
    }

    public FeatureRecipe Recipe { get; }

    public IReadOnlyList<FeatureColumn> Outputs { get; }

    /// <summary>Fits step after step. The training rows' own outputs come back only where they differ from <see cref="Writer"/>'s (leave-one-out) and are wanted.</summary>
    public static (FittedChain Chain, ColumnBlock? Training) Fit(FeatureRecipe recipe, FlowTable rows, bool wantTraining)
    {
        FeatureSource[] sources = [.. recipe.Columns.Select(column => FeatureSource.Fit(rows, column))];
        IReadOnlyList<FeatureColumn> columns = [.. sources.Select(source => source.Column)];
        var block = new ColumnBlock([.. sources.Select(source => source.Bind(rows).View(rows.Count))], rows.Count);
        var steps = new FittedFeatureStep[recipe.Steps.Count];
        for (int s = 0; s < steps.Length; s++)
        {
            steps[s] = recipe.Steps[s].Fit(block, columns);
            columns = steps[s].Outputs;
            if (s == steps.Length - 1 && !(wantTraining && Array.Exists(steps, step => step.LeavesOneOut))) continue;
            ColumnBlock next = ColumnBlock.Allocate(columns.Count, rows.Count);
            steps[s].TransformTraining(block, next);
            block = next;
        }

        bool apart = wantTraining && Array.Exists(steps, step => step.LeavesOneOut);
        return (new FittedChain(recipe, sources, steps), apart ? block : null);
    }

    /// <summary>A writer for the rows of one table, to be used by one thread; writers of one thread may share their scratch space.</summary>
    public Writer Bind(FlowTable rows, BlockScratch scratch) => new(this, rows, scratch);

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Recipe.ReadsLabels) json.WriteBoolean("leaksLabels", true);
        json.WriteStartArray("columns");
        foreach (FeatureSource source in inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", source.Column.Name);
            if (source.Column.Vocabulary is { } vocabulary) json.WriteTexts("texts", vocabulary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (FittedFeatureStep step in stages)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Settings.Kind);
            step.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static FittedChain ReadJson(JsonElement json)
    {
        bool leaks = json.TryGetProperty("leaksLabels", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        FeatureSource[] sources = [.. json.List("columns").Select(column =>
            new FeatureSource(column.Text("name"), column.TryGetProperty("texts", out _) ? column.Texts("texts") : null))];
        IReadOnlyList<FeatureColumn> columns = [.. sources.Select(source => source.Column)];
        var steps = new List<FittedFeatureStep>();
        foreach (JsonElement step in json.List("steps"))
        {
            steps.Add(FeatureStepRegistry.Read(step, columns));
            columns = steps[^1].Outputs;
        }

        string[] names = [.. sources.Select(source => source.Column.Name)];
        FeatureStep[] settings = [.. steps.Select(step => step.Settings)];
        FeatureRecipe recipe = leaks && names is [var label] ? FeatureRecipe.OfLabel(label, settings) : new FeatureRecipe(names, settings);
        return new FittedChain(recipe, sources, [.. steps]);
    }

    /// <summary>Transforms blocks of rows of one table through the chain.</summary>
    internal sealed class Writer
    {
        private readonly FittedChain owner;
        private readonly FeatureSource.Bound[] bound;
        private readonly ColumnBlock[] blocks; // the sources' values, then each step's outputs

        public Writer(FittedChain owner, FlowTable rows, BlockScratch scratch)
        {
            this.owner = owner;
            bound = [.. owner.inputs.Select(source => source.Bind(rows))];
            int written = owner.stages.Length - (owner.stages is [.., { WritesRows: true }] ? 1 : 0);
            int taken = 0;
            blocks = [Block(bound.Length), .. owner.stages[..written].Select(step => Block(step.Outputs.Count))];

            ColumnBlock Block(int columns) => new(scratch.Columns((taken += columns) - columns, columns), scratch.Rows);
        }

        /// <summary>Writes the features of rows <paramref name="first"/> to first + <paramref name="count"/> into row-major storage that may hold anything.</summary>
        public void Write(int first, int count, Span<float> target, int stride)
        {
            foreach (ColumnBlock block in blocks) block.Rows = count;
            for (int c = 0; c < bound.Length; c++) bound[c].Read(first, blocks[0][c]);
            for (int s = 1; s < blocks.Length; s++) owner.stages[s - 1].Transform(blocks[s - 1], blocks[s]);

            if (blocks.Length == owner.stages.Length) owner.stages[^1].WriteRows(blocks[^1], target, stride);
            else RowMajor.Scatter(blocks[^1], owner.Outputs, first, target, stride);
        }
    }
}
