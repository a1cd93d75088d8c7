using System.Buffers;

namespace AnomalyNotebooks;

/// <summary>Fits recipes, those of one column each by the shortest way that there is.</summary>
internal static class ChainFitting
{
    /// <summary>What of a recipe is fitted at once: recipes of one column each where the steps allow it, as many as the steps like best.</summary>
    public static IEnumerable<FeatureRecipe[]> Parts(FeatureRecipe recipe) =>
        recipe.ByColumn().Chunk(recipe.Steps.Select(step => step.ColumnsAtOnce).DefaultIfEmpty(1).Max());

    /// <summary>Fits a part.</summary>
    /// <param name="part">As <see cref="Parts"/> gives it.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="wantTraining">As for <see cref="FittedChain.Fit"/>.</param>
    public static (FittedChain[] Chains, ColumnBlock?[] Training) Fit(FeatureRecipe[] part, FlowTable rows, bool wantTraining)
    {
        FittedChain[]? chains = null;
        try
        {
            if (part[0].Columns.Count == 1) chains = (part is [var single] ? FitCounted(single, rows) : null) ?? FitColumns(part, rows);
        }
        catch (Exception failure) when (failure is AnomalyException or ArgumentException)
        {
            // Fitted one by one the first to fail is found, whichever it is.
        }

        if (chains is not null) return (chains, new ColumnBlock?[part.Length]);
        (FittedChain Chain, ColumnBlock? Training)[] each = [.. part.Select(recipe => FittedChain.Fit(recipe, rows, wantTraining))];
        return ([.. each.Select(fitted => fitted.Chain)], [.. each.Select(fitted => fitted.Training)]);
    }

    // By how often each text occurs; null where the column is none of texts, or a step needs the rows.
    private static FittedChain[]? FitCounted(FeatureRecipe recipe, FlowTable rows)
    {
        var source = FeatureSource.Fit(rows, recipe.Columns[0], out int[]? counts);
        if (counts is null) return null;
        FeatureColumn column = source.Column;
        double[] values = [.. Enumerable.Range(0, counts.Length)];
        var steps = new FittedFeatureStep[recipe.Steps.Count];
        for (int s = 0; s < steps.Length; s++)
        {
            if (recipe.Steps[s].FitCounted(values, counts, column) is not { } fitted) return null;
            steps[s] = fitted;
            if (s == steps.Length - 1) break;
            if (fitted is not FittedColumnwiseStep next) return null;
            next.Transform(0, values, values);
            column = next.Outputs[0];
        }

        return [new FittedChain(recipe, [source], steps)];
    }

    // All columns through one step, then through the next; null where that does not do.
    private static FittedChain[]? FitColumns(FeatureRecipe[] part, FlowTable rows)
    {
        FeatureSource[] sources = [.. part.Select(recipe => FeatureSource.Fit(rows, recipe.Columns[0]))];
        FeatureColumn[] columns = [.. sources.Select(source => source.Column)];
        var block = new ColumnBlock([.. sources.Select(source => source.Bind(rows).ViewUnchecked(rows.Count))], rows.Count);
        IReadOnlyList<FeatureStep> settings = part[0].Steps;
        if (settings.Count == 0 && !part.Select((_, c) => VectorMath.AreFinite(block[c])).All(finite => finite)) return null;

        var steps = new FittedFeatureStep[part.Length][];
        for (int c = 0; c < part.Length; c++) steps[c] = new FittedFeatureStep[settings.Count];
        double[][] rented = settings.Count > 1 ? [.. part.Select(_ => ArrayPool<double>.Shared.Rent(rows.Count))] : [];
        try
        {
            for (int s = 0; s < settings.Count; s++)
            {
                FittedFeatureStep?[] fitted = settings[s].FitEach(block, columns);
                var next = new ColumnBlock(rented, rows.Count);
                for (int c = 0; c < part.Length; c++)
                {
                    if (fitted[c] is not { } step) return null;
                    steps[c][s] = step;
                    if (s == settings.Count - 1) continue;
                    if (step is not FittedColumnwiseStep columnwise) return null;
                    columnwise.Transform(0, block[c], next[c]);
                    columns[c] = columnwise.Outputs[0];
                }

                block = next;
            }
        }
        finally
        {
            foreach (double[] array in rented) ArrayPool<double>.Shared.Return(array);
        }

        return [.. part.Select((recipe, c) => new FittedChain(recipe, [sources[c]], steps[c]))];
    }
}
