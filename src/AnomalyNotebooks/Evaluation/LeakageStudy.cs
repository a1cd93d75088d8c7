namespace AnomalyNotebooks;

/// <summary>Takes the defects of <see cref="ReferenceRecipe"/> away, each alone and one after the other, over several seeds.</summary>
public static class LeakageStudy
{
    private static readonly (string Name, Func<ReferenceRecipe, ReferenceRecipe> Mend)[] Defects =
    [
        ("without label", recipe => recipe with { ReadsLabel = false }),
        ("without attack_cat", recipe => recipe with { ReadsAttackCategory = false }),
        ("threshold without labels", recipe => recipe with { ThresholdFromLabels = false }),
        ("judged on held-out rows", recipe => recipe with { JudgedOnTrainingRows = false }),
        ("scaled on training rows", recipe => recipe with { ScaledOnAllRows = false }),
    ];

    /// <summary>The recipe as published, then with one defect taken away and the other four left in.</summary>
    /// <param name="flows">Normals and attacks.</param>
    /// <param name="seeds">One run per step and seed.</param>
    /// <param name="published">The recipe to start from; as published by default.</param>
    public static IReadOnlyList<LeakageStep> OneAtATime(FlowTable flows, IReadOnlyList<ulong> seeds, ReferenceRecipe? published = null)
    {
        published ??= new ReferenceRecipe();
        return Run(flows, seeds, [("as published", published), .. Defects.Select(defect => (defect.Name, defect.Mend(published)))]);
    }

    /// <summary>The recipe as published, then with one more defect taken away at each step: the last step is the honest experiment.</summary>
    /// <inheritdoc cref="OneAtATime"/>
    public static IReadOnlyList<LeakageStep> OneAfterTheOther(FlowTable flows, IReadOnlyList<ulong> seeds, ReferenceRecipe? published = null)
    {
        ReferenceRecipe recipe = published ?? new ReferenceRecipe();
        List<(string, ReferenceRecipe)> steps = [("as published", recipe)];
        foreach ((string name, Func<ReferenceRecipe, ReferenceRecipe> mend) in Defects) steps.Add((name, recipe = mend(recipe)));
        return Run(flows, seeds, steps);
    }

    private static LeakageStep[] Run(FlowTable flows, IReadOnlyList<ulong> seeds, IReadOnlyList<(string Name, ReferenceRecipe Recipe)> steps)
    {
        if (seeds.Count == 0) throw new AnomalyException("The study needs at least one seed.");
        return [.. steps.Select(step => new LeakageStep(step.Name, step.Recipe, [.. seeds.Select(seed => step.Recipe.Run(flows, seed))]))];
    }
}
