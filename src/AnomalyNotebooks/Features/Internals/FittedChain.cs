using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>A fitted recipe: columns of the table, and the fitted steps they go through.</summary>
internal sealed class FittedChain
{
    private readonly FeatureSource[] inputs;
    private readonly FittedFeatureStep[] stages;

    public FittedChain(FeatureRecipe recipe, FeatureSource[] sources, FittedFeatureStep[] steps)
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

    /// <summary>Fits step after step. The training rows' own outputs come back only where they differ from what <see cref="Bind"/> gives (leave-one-out) and are wanted.</summary>
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

    /// <summary>The chain at the rows of one table.</summary>
    /// <exception cref="AnomalyException">A column is not there, or no longer of the kind it was fitted on.</exception>
    public BoundChain Bind(FlowTable rows)
    {
        FeatureSource.Bound[] bound = [.. inputs.Select(source => source.Bind(rows))];
        FittedIndicatorStep? last = stages is [.., FittedIndicatorStep indicator] ? indicator : null;
        FittedColumnwiseStep[] columnwise = [.. stages.OfType<FittedColumnwiseStep>()];
        if (bound is not [var source] || columnwise.Length + (last is null ? 0 : 1) < stages.Length) return new GeneralChain(bound, stages, Outputs);
        if (source.Codes is null) return last is null ? new NumberChain(source, columnwise, Outputs) : new NumberIndicators(source, columnwise, last);
        if (Array.Exists(columnwise, step => step.MayRefuse)) return new GeneralChain(bound, stages, Outputs); // perhaps a text that no row has

        double[] ofCode = source.PlaceOfCode.ToArray();
        foreach (FittedColumnwiseStep step in columnwise) step.Transform(0, ofCode, ofCode);
        if (last is not null)
        {
            var places = new int[ofCode.Length];
            last.Places(ofCode, places);
            return new TextIndicators(source.Codes, places, Outputs);
        }

        var features = new float[ofCode.Length];
        return SinglePrecision.TryRound(ofCode, features) ? new TextChain(source.Codes, features, Outputs) : new GeneralChain(bound, stages, Outputs);
    }

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
}
