namespace AnomalyNotebooks;

/// <summary>
/// Learns what is normal by telling it from what is nearly so: boosted trees learn to tell normal flows from recombinations of
/// normal flows, and the more a flow looks recombined the more anomalous it is. No attack is needed, only normals
/// (density estimation as classification: Hastie, Tibshirani and Friedman, Elements of Statistical Learning, 14.2.4).
/// </summary>
/// <remarks>
/// Takes flows as they are (<see cref="FeaturePipeline.Raw"/>: numbers unscaled, texts as codes). It looks at a flow's values, at
/// what follows from them, and at how surprising each is among the training normals, by itself and in its context.
/// Surprises of training rows are counted on other rows than themselves, half of them on other stretches of the table: give the
/// normals in the order of time where there is one, and it learns what changes with time in normal traffic.
/// Columns it does not know by name are treated as free numbers.
/// </remarks>
public sealed record SwapDiscriminator : IDetector
{
    /// <inheritdoc/>
    public string Name { get; init; } = "swap discriminator";

    /// <summary>The classifiers whose decisions are averaged, each with its own artificial anomalies: the number of leaves of their
    /// trees, 2 or more. Large trees know normal traffic in detail, small ones what holds for traffic of another day too; which of
    /// the two attacks will ask for cannot be known without attacks, so all sizes count alike.</summary>
    public IReadOnlyList<int> TreeSizes { get; init; } = [8, 16, 32, 64, 128, 256];

    /// <summary>Artificial anomalies per normal flow, 1 or more.</summary>
    public int AnomaliesPerNormal { get; init; } = 3;

    /// <summary>How artificial anomalies are made.</summary>
    public RecombinationOptions Recombination { get; init; } = new();

    /// <summary>The trees in all else.</summary>
    public GradientBoostedTreesOptions Trees { get; init; } = new() { Rounds = 60, MinRowsPerLeaf = 5 };

    /// <inheritdoc/>
    public IFittedDetector Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(TreeSizes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(AnomaliesPerNormal, 1);
        cancellation.ThrowIfCancellationRequested();
        DetectorInput.RequireFittable(normals);
        if (normals.Rows < 2 * CrossFitting.Folds) throw new AnomalyException($"A swap discriminator needs at least {2 * CrossFitting.Folds} normal flows, not {normals.Rows}.");

        var parts = new FlowParts(normals.Names);
        FeatureMatrix taken = parts.Take(normals), view = parts.View(taken);
        int[] contexts = Contexts(view);
        SurpriseTable all = SurpriseTable.OfFlows(view);
        var models = new GradientBoostedTrees[TreeSizes.Count];
        (FeatureMatrix Rows, bool[] IsNormal)[] training = TrainingRows(parts, taken, contexts, seed);
        for (int m = 0; m < TreeSizes.Count; m++)
        {
            models[m] = GradientBoostedTrees.Fit(Trees with { MaxLeaves = TreeSizes[m] }, training[m].Rows, training[m].IsNormal, cancellation);
            training[m] = default;
        }

        return new FittedSwapDiscriminator(parts, all, models, normals.Names, new ExpectedValues(normals, FlowSurprises.Context));
    }

    // One matrix of training rows per model: the normals, each followed by what was made of them.
    private (FeatureMatrix Rows, bool[] IsNormal)[] TrainingRows(FlowParts parts, FeatureMatrix taken, int[] contexts, ulong seed)
    {
        var recombination = new Recombination(taken.Names, Recombination);
        SeededRandom[] random = [.. Enumerable.Range(0, TreeSizes.Count).Select(m => SeededRandom.Fork(seed, (ulong)m))];
        var pieces = new List<FeatureMatrix>[TreeSizes.Count];
        var isNormal = new List<bool>[TreeSizes.Count];
        for (int m = 0; m < TreeSizes.Count; m++) (pieces[m], isNormal[m]) = ([], []);
        foreach (CrossFitting fold in CrossFitting.Of(taken.Rows, SeededRandom.Fork(seed, ulong.MaxValue)))
        {
            if (fold.Rows.Length == 0) continue;
            var table = SurpriseTable.OfFlows(parts.View(taken.Take(fold.Counted)));
            FeatureMatrix normals = taken.Take(fold.Rows), donors = taken.Take(fold.Donors), known = Features(normals);
            int[] ofNormals = [.. fold.Rows.Select(row => contexts[row])], ofDonors = [.. fold.Donors.Select(row => contexts[row])];
            for (int m = 0; m < TreeSizes.Count; m++)
            {
                Add(m, known, normal: true);
                for (int i = 0; i < AnomaliesPerNormal; i++)
                    Add(m, Features(recombination.Make(normals, ofNormals, donors, ofDonors, random[m])), normal: false);
            }

            FeatureMatrix Features(FeatureMatrix rows)
            {
                FeatureMatrix view = parts.View(rows);
                return FittedSwapDiscriminator.SideBySide(view, table.Transform(view));
            }

            void Add(int m, FeatureMatrix rows, bool normal)
            {
                pieces[m].Add(rows);
                isNormal[m].AddRange(Enumerable.Repeat(normal, rows.Rows));
            }
        }

        if (isNormal.Any(list => !list.Contains(false))) throw new AnomalyException("The training normals are all alike: nothing can be recombined.");
        return [.. pieces.Select((list, m) => (Stack(list), isNormal[m].ToArray()))];
    }

    private static FeatureMatrix Stack(List<FeatureMatrix> pieces)
    {
        var values = new float[pieces.Sum(piece => piece.Values.Length)];
        int at = 0;
        foreach (FeatureMatrix piece in pieces)
        {
            piece.Values.CopyTo(values, at);
            at += piece.Values.Length;
        }

        return new FeatureMatrix(values, pieces.Sum(piece => piece.Rows), pieces[0].Names);
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
