namespace AnomalyNotebooks;

/// <summary>
/// How flows become features: the settings, immutable and not yet fitted. <see cref="Fit"/> learns from rows and gives a
/// <see cref="FittedFeaturePipeline"/>; fit on training normals alone.
/// </summary>
public sealed partial record FeaturePipeline
{
    /// <summary>A pipeline of <paramref name="recipes"/>; their features stand side by side in that order.</summary>
    public FeaturePipeline(string name, params IReadOnlyList<FeatureRecipe> recipes)
    {
        Name = name;
        Recipes = [.. recipes];
    }

    /// <summary>A short name for tables and legends.</summary>
    public string Name { get; init; }

    /// <summary>Which steps on which columns.</summary>
    public IReadOnlyList<FeatureRecipe> Recipes { get; }

    /// <summary>Whether a label is among the columns it reads: then whatever is fitted on it is told the answer.</summary>
    public bool LeaksLabels => Recipes.Any(recipe => recipe.ReadsLabels);

    /// <summary>Learns from <paramref name="rows"/> and from nothing else.</summary>
    /// <exception cref="AnomalyException">No rows, a NaN or infinity (row and feature named), a column that is not there, two
    /// features of one name, or a step that does not suit its column.</exception>
    public FittedFeaturePipeline Fit(FlowTable rows) => FitChains(rows, wantTraining: false).Fitted;

    /// <summary>Fits and transforms the same rows. Steps that would flatter the rows they have seen leave each one out of what is
    /// counted for it, so this differs from <see cref="Fit"/> and <see cref="FittedFeaturePipeline.Transform(FlowTable)"/> for surprise features:
    /// train detectors on these features.</summary>
    /// <returns>The fitted pipeline, and the features, rows by <see cref="FittedFeaturePipeline.Names"/>.</returns>
    /// <exception cref="AnomalyException">As for <see cref="Fit"/>.</exception>
    public (FittedFeaturePipeline Fitted, FeatureMatrix Training) FitTransform(FlowTable rows)
    {
        (FittedFeaturePipeline fitted, ColumnBlock?[] training) = FitChains(rows, wantTraining: true);
        return (fitted, fitted.Transform(rows, training));
    }

    /// <summary>Both pipelines' features side by side; recipes that both have are taken once.</summary>
    public FeaturePipeline And(FeaturePipeline other) =>
        new($"{Name} + {other.Name}", [.. Recipes, .. other.Recipes.Where(recipe => !Recipes.Contains(recipe))]);

    /// <summary>The pipeline without what is made of <paramref name="columns"/>.</summary>
    /// <exception cref="AnomalyException">Nothing remains.</exception>
    public FeaturePipeline Without(params IReadOnlyList<string> columns)
    {
        var dropped = columns.ToHashSet(StringComparer.Ordinal);
        FeatureRecipe[] kept = [.. Recipes.Select(recipe => recipe.Without(dropped)).OfType<FeatureRecipe>()];
        return kept.Length > 0
            ? new FeaturePipeline($"{Name} without {string.Join(", ", columns)}", kept)
            : throw new AnomalyException($"Without {string.Join(", ", columns)} no feature remains of '{Name}'.");
    }

    /// <summary>The pipeline with labels among its features, <b>which tells a detector the answer</b>: <c>attack_cat</c> as a number
    /// from 0 on in alphabetical order, <c>label</c> min-max scaled. Only to show what leaked labels do.</summary>
    /// <param name="labels"><c>attack_cat</c>, <c>label</c> or both, in the order wanted.</param>
    public FeaturePipeline WithLeakedLabels(params IReadOnlyList<string> labels) => new(
        $"{Name} with leaked {string.Join(" and ", labels)}",
        [.. Recipes, .. labels.Select(label => label switch
        {
            LabelColumns.AttackCategory => FeatureRecipe.OfLabel(label, new LabelEncodeStep()),
            LabelColumns.Label => FeatureRecipe.OfLabel(label, new MinMaxStep()),
            _ => throw new AnomalyException($"'{label}' is no label; the labels are 'attack_cat' and 'label'."),
        })]);

    /// <inheritdoc/>
    public bool Equals(FeaturePipeline? other) => other is not null && Name == other.Name && Recipes.SequenceEqual(other.Recipes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Recipes.Count);

    private (FittedFeaturePipeline Fitted, ColumnBlock?[] Training) FitChains(FlowTable rows, bool wantTraining)
    {
        if (rows.Count == 0) throw new AnomalyException($"The feature pipeline '{Name}' needs at least one row to be fitted on, and got none.");
        FeatureRecipe[][] parts = [.. Recipes.SelectMany(ChainFitting.Parts)];
        if (parts.Length == 0) throw new AnomalyException($"The feature pipeline '{Name}' has no recipe, so it would give no feature.");

        var chains = new FittedChain[parts.Length][];
        var training = new ColumnBlock?[parts.Length][];
        ParallelWork.For(parts.Length, i => (chains[i], training[i]) = ChainFitting.Fit(parts[i], rows, wantTraining));
        return (new FittedFeaturePipeline(Name, [.. chains.SelectMany(part => part)]), [.. training.SelectMany(part => part)]);
    }
}
