namespace AnomalyNotebooks;

/// <summary>
/// Learns what is normal by telling it from what is nearly so: boosted trees learn to tell normal flows from recombinations of
/// normal flows, and the more a flow looks recombined the more anomalous it is. No attack is needed, only normals
/// (density estimation as classification: Hastie, Tibshirani and Friedman, Elements of Statistical Learning, 14.2.4).
/// </summary>
/// <remarks>
/// Takes flows as they are (<see cref="FeaturePipeline.Raw"/>: numbers unscaled, texts as codes). It looks at a flow's values, at
/// what follows from them, and at how surprising each is among the training normals, by itself and in its context.
/// Surprises of training rows are counted on other rows than themselves, by cross-fitting.
/// Columns it does not know by name are treated as free numbers.
/// </remarks>
public sealed record SwapDiscriminator : IDetector
{
    // Surprises of a row must come from counts without it, or the trees learn to tell counted rows from others.
    private const int Folds = 5;

    /// <inheritdoc/>
    public string Name { get; init; } = "swap discriminator";

    /// <summary>Number of classifiers whose decisions are averaged, each with its own artificial anomalies; 1 or more.</summary>
    public int Models { get; init; } = 4;

    /// <summary>Artificial anomalies per normal flow, 1 or more.</summary>
    public int AnomaliesPerNormal { get; init; } = 3;

    /// <summary>How artificial anomalies are made.</summary>
    public RecombinationOptions Recombination { get; init; } = new();

    /// <summary>The trees.</summary>
    public GradientBoostedTreesOptions Trees { get; init; } = new() { Rounds = 60, MaxLeaves = 63, MinRowsPerLeaf = 5 };

    /// <inheritdoc/>
    public IFittedDetector Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Models, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AnomaliesPerNormal, 1);
        cancellation.ThrowIfCancellationRequested();
        DetectorInput.RequireFittable(normals);
        if (normals.Rows < 2 * Folds) throw new AnomalyException($"A swap discriminator needs at least {2 * Folds} normal flows, not {normals.Rows}.");

        var parts = new FlowParts(normals.Names);
        FeatureMatrix taken = parts.Take(normals), view = parts.View(taken);
        int[] contexts = Contexts(view);
        SurpriseTable all = SurpriseTable.OfFlows(view);
        var models = new GradientBoostedTrees[Models];
        for (int m = 0; m < Models; m++)
        {
            (FeatureMatrix rows, bool[] isNormal) = TrainingRows(parts, taken, contexts, SeededRandom.Fork(seed, (ulong)m));
            models[m] = GradientBoostedTrees.Fit(Trees, rows, isNormal, cancellation);
        }

        return new FittedSwapDiscriminator(parts, all, models, normals.Names, new ExpectedValues(normals, FlowSurprises.Context));
    }

    private (FeatureMatrix Rows, bool[] IsNormal) TrainingRows(FlowParts parts, FeatureMatrix taken, int[] contexts, SeededRandom random)
    {
        var recombination = new Recombination(taken.Names, Recombination);
        int[] order = random.Permutation(taken.Rows);
        var pieces = new List<FeatureMatrix>();
        var isNormal = new List<bool>();
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] inside = [.. order.Where((_, i) => i % Folds == fold)], outside = [.. order.Where((_, i) => i % Folds != fold)];
            FeatureMatrix normals = taken.Take(inside);
            SurpriseTable table = SurpriseTable.OfFlows(parts.View(taken.Take(outside)));
            int[] insideContexts = [.. inside.Select(row => contexts[row])];
            Add(normals, normal: true);
            for (int i = 0; i < AnomaliesPerNormal; i++) Add(recombination.Make(normals, insideContexts, random), normal: false);

            void Add(FeatureMatrix rows, bool normal)
            {
                FeatureMatrix view = parts.View(rows);
                pieces.Add(FittedSwapDiscriminator.SideBySide(view, table.Transform(view)));
                isNormal.AddRange(Enumerable.Repeat(normal, rows.Rows));
            }
        }

        var values = new float[pieces.Sum(piece => piece.Values.Length)];
        int at = 0;
        foreach (FeatureMatrix piece in pieces)
        {
            piece.Values.CopyTo(values, at);
            at += piece.Values.Length;
        }

        if (!isNormal.Contains(false)) throw new AnomalyException("The training normals are all alike: nothing can be recombined.");
        return (new FeatureMatrix(values, isNormal.Count, pieces[0].Names), [.. isNormal]);
    }

    private static int[] Contexts(FeatureMatrix view)
    {
        int[] columns = [.. FlowSurprises.Context.Select(name => view.Names.IndexOf(name)).Where(column => column >= 0)];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var contexts = new int[view.Rows];
        for (int r = 0; r < view.Rows; r++)
        {
            int row = r;
            string context = string.Join(' ', columns.Select(column => BitConverter.SingleToInt32Bits(view[row, column])));
            if (!numbers.TryGetValue(context, out contexts[r])) contexts[r] = numbers[context] = numbers.Count;
        }

        return contexts;
    }
}
