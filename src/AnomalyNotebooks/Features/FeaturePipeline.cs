namespace AnomalyNotebooks;

/// <summary>
/// How flows become features: the settings, immutable and not yet fitted. <see cref="Fit"/> learns from rows and gives a
/// <see cref="FittedFeaturePipeline"/>; fit on training normals alone.
/// </summary>
/// <remarks>A pipeline may name columns, or choose them by their role in the schema of the rows it is fitted on, as the presets do.
/// A missing number (NaN) becomes the median of the training rows (0 where all lacked it), and a feature <c>missing(column)</c> says so
/// where a training row lacked it; where none did, the median is all there is of it. It is refused where the flows' schema has no mark of
/// missing values. A missing (empty) text is a value like any other.</remarks>
[TypeFormatterSource]
public sealed partial record FeaturePipeline : IRichOutput
{
    private readonly Func<FlowSchema, IReadOnlyList<FeatureRecipe>> recipes;

    /// <summary>A pipeline of recipes: which columns go through which steps, one after the other; without steps, numbers are taken as
    /// they are. Their features stand side by side in that order.</summary>
    /// <example><code>new FeaturePipeline("mine", (["bytes", "packets"], [FeatureStep.Log(), FeatureStep.Standardise(clip:
    /// 8)]))</code></example>
    /// <param name="name">A short name for tables and legends.</param>
    /// <param name="recipes">Columns and their steps.</param>
    /// <exception cref="AnomalyException">A recipe has no column, or one twice.</exception>
    public FeaturePipeline(string name, params IReadOnlyList<(IReadOnlyList<string> Columns, IReadOnlyList<FeatureStep> Steps)> recipes)
        : this(name, [.. recipes.Select(recipe => new FeatureRecipe(recipe.Columns, recipe.Steps))])
    {
    }

    internal FeaturePipeline(string name, params IReadOnlyList<FeatureRecipe> recipes)
        : this(name, _ => recipes)
    {
    }

    private FeaturePipeline(string name, Func<FlowSchema, IReadOnlyList<FeatureRecipe>> recipesOf)
    {
        Name = name;
        recipes = recipesOf;
    }

    /// <summary>A short name for tables and legends.</summary>
    public string Name { get; init; }

    /// <summary>Whether missing numbers are filled, as above; otherwise they are refused.</summary>
    public bool FillsMissing { get; init; } = true;

    /// <summary>Whether a label is among the columns it reads: then whatever is fitted on it is told the answer.</summary>
    public bool LeaksLabels => RecipesFor(FlowSchema.UnswNb15).Any(recipe => recipe.ReadsLabels);

    /// <summary>Which steps on which columns, for flows of a schema.</summary>
    internal IReadOnlyList<FeatureRecipe> RecipesFor(FlowSchema schema) => recipes(schema);

    /// <summary>Learns from <paramref name="rows"/> and from nothing else.</summary>
    /// <exception cref="AnomalyException">No rows, an infinite number (row and feature named), a column that is not there or a label, two
    /// features of one name, or a step that does not suit its column.</exception>
    public FittedFeaturePipeline Fit(FlowTable rows) => FitChains(rows, wantTraining: false).Fitted;

    /// <summary>Fits and transforms the same rows. Steps that would flatter the rows they have seen leave each one out of what is
    /// counted for it, so this differs from <see cref="Fit"/> and <see cref="FittedFeaturePipeline.Transform(FlowTable)"/> for
    /// surprise features: train detectors on these features.</summary>
    /// <returns>The fitted pipeline, and the features, rows by <see cref="FittedFeaturePipeline.Names"/>.</returns>
    /// <exception cref="AnomalyException">As for <see cref="Fit"/>.</exception>
    public (FittedFeaturePipeline Fitted, FeatureMatrix Training) FitTransform(FlowTable rows)
    {
        (FittedFeaturePipeline fitted, ColumnBlock?[] training) = FitChains(rows, wantTraining: true);
        return (fitted, fitted.Transform(rows, training));
    }

    /// <summary>Both pipelines' features side by side; recipes that both have are taken once.</summary>
    public FeaturePipeline And(FeaturePipeline other) => Changed($"{Name} + {other.Name}", (own, schema) =>
        [.. own, .. other.RecipesFor(schema).Where(recipe => !own.Contains(recipe))]);

    /// <summary>The pipeline without what is made of <paramref name="columns"/>.</summary>
    public FeaturePipeline Without(params IReadOnlyList<string> columns) =>
        Without($"{Name} without {string.Join(", ", columns)}", _ => columns);

    /// <summary>The pipeline without the features that rest on the time to live (<see cref="ColumnRole.TimeToLive"/>), and without them
    /// as context of others: they tell machines and routes apart more than what a flow does.</summary>
    public FeaturePipeline WithoutTtl() => Without($"{Name} without TTL", schema => schema.WithRole(ColumnRole.TimeToLive));

    /// <summary>The pipeline with labels among its features, <b>which tells a detector the answer</b>: a category as a number
    /// from 0 on in alphabetical order, a flag min-max scaled. Only to show what leaked labels do.</summary>
    /// <param name="labels">Label columns of the schema, in the order wanted.</param>
    public FeaturePipeline WithLeakedLabels(params IReadOnlyList<string> labels) =>
        Changed($"{Name} with leaked {string.Join(" and ", labels)}", (own, schema) =>
        [
            .. own,
            .. labels.Select(label => new FeatureRecipe([label], label == schema.Labels.Flag ? [new MinMaxStep()] : [new LabelEncodeStep()])
            {
                ReadsLabels = true,
            }),
        ]);

    /// <inheritdoc/>
    public bool Equals(FeaturePipeline? other) => other is not null && Name == other.Name && FillsMissing == other.FillsMissing
        && RecipesFor(FlowSchema.UnswNb15).SequenceEqual(other.RecipesFor(FlowSchema.UnswNb15));

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Which steps it sends which columns of UNSW-NB15 through, as an HTML table.</summary>
    public string ToHtml() => Shown(RecipesFor(FlowSchema.UnswNb15)).WithCaption($"{Name}, not fitted").ToHtml();

    internal static HtmlTable Shown(IEnumerable<FeatureRecipe> recipes) => HtmlTable.From(
        recipes.GroupBy(recipe => recipe.Steps.Count == 0 ? "as they are" : string.Join(", then ", recipe.Steps.Select(step => step.Kind)))
            .Select(group => (Steps: group.Key, Columns: group.SelectMany(recipe => recipe.Columns).ToList())),
        ("columns", group => group.Columns.Count <= 8 ? string.Join(", ", group.Columns)
            : FormattableString.Invariant($"{string.Join(", ", group.Columns.Take(6))} and {group.Columns.Count - 6} more")),
        ("steps", group => group.Steps));

    private FeaturePipeline Changed(string name, Func<IReadOnlyList<FeatureRecipe>, FlowSchema, IReadOnlyList<FeatureRecipe>> change)
    {
        Func<FlowSchema, IReadOnlyList<FeatureRecipe>> own = recipes;
        return new FeaturePipeline(name, schema => change(own(schema), schema)) { FillsMissing = FillsMissing };
    }

    private FeaturePipeline Without(string name, Func<FlowSchema, IReadOnlyList<string>> columns) => Changed(name, (own, schema) =>
    {
        var dropped = columns(schema).ToHashSet(StringComparer.Ordinal);
        return [.. own.Select(recipe => recipe.Without(dropped)).OfType<FeatureRecipe>()];
    });

    private (FittedFeaturePipeline Fitted, ColumnBlock?[] Training) FitChains(FlowTable rows, bool wantTraining)
    {
        if (Require.Given(rows).Count == 0)
            throw new AnomalyException($"The feature pipeline '{Name}' needs at least one row to be fitted on, and got "
            + $"none.");
        FeatureRecipe[] parts = [.. RecipesFor(rows.Schema).SelectMany(recipe => recipe.Parts())];
        if (parts.Length == 0) throw new AnomalyException($"The feature pipeline '{Name}' has no recipe for these flows, so it would give "
            + $"no feature.");
        foreach (FeatureRecipe part in parts) CheckLabels(part, rows.Schema);

        var fitted = new (FittedChain Chain, ColumnBlock? Training)[parts.Length];
        ParallelWork.For(parts.Length, i => fitted[i] = FittedChain.Fit(parts[i], rows, FillsMissing, wantTraining));
        return (new FittedFeaturePipeline(Name, FillsMissing, [.. fitted.Select(part => part.Chain)]),
            [.. fitted.Select(part => part.Training)]);
    }

    private static void CheckLabels(FeatureRecipe recipe, FlowSchema schema)
    {
        foreach (string column in recipe.Columns)
        {
            bool isLabel = schema.LabelColumns.Contains(column);
            if (isLabel && !recipe.ReadsLabels)
                throw new AnomalyException($"'{column}' is a label, not a feature: a detector that reads it is told the answer. "
                    + "To show what that does, ask for it by FeaturePipeline.WithLeakedLabels.");
            if (!isLabel && recipe.ReadsLabels)
                throw new AnomalyException($"'{column}' is no label; the labels of {schema.Name} are "
                    + $"{string.Join(", ", schema.LabelColumns)}.");
        }
    }
}
