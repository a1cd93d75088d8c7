namespace AnomalyNotebooks;

/// <summary>
/// Learns what is normal by telling it from what is nearly so: boosted trees learn to tell normal flows from recombinations of
/// normal flows, and the more a flow looks recombined the more anomalous it is. No attack is needed, only normals
/// (density estimation as classification: Hastie, Tibshirani and Friedman, Elements of Statistical Learning, 14.2.4).
/// </summary>
/// <remarks>
/// It looks at a flow's values, at what follows from them (the schema says what), and at how surprising each is among the training
/// normals, by itself and in its context. Surprises of training rows are counted on other rows than themselves, half of them on other
/// stretches of the table: give the normals in the order of time where there is one, and it learns what changes with time in normal
/// traffic. A missing number counts as a value of its own.
/// </remarks>
internal sealed record SwapDiscriminator : IDetector
{
    /// <inheritdoc/>
    public string Name { get; init; } = "swap discriminator";

    /// <summary>Columns that it does not look at.</summary>
    public IReadOnlyCollection<string> Ignored { get; init; } = [];

    /// <summary>The classifiers whose decisions are averaged, each with its own artificial anomalies: the number of leaves of their
    /// trees, 2 or more. Large trees know normal traffic in detail, small ones what holds for traffic of another day too; which of
    /// the two attacks will ask for cannot be known without attacks, so all sizes count alike.</summary>
    public IReadOnlyList<int> TreeSizes { get; init; } = [8, 16, 32, 64, 128, 256];

    /// <summary>Artificial anomalies per normal flow, 1 or more.</summary>
    public int AnomaliesPerNormal { get; init; } = 3;

    /// <summary>Stretches, and as many random parts, of which one after the other is left out of the counts; 2 or more. Fewer are
    /// faster.</summary>
    internal int Folds { get; init; } = CrossFitting.Folds;

    /// <inheritdoc cref="NormalSample"/>
    internal NormalSample Bound { get; init; } = NormalSample.Default;

    /// <summary>How artificial anomalies are made.</summary>
    internal RecombinationOptions Recombination { get; init; } = new();

    /// <summary>The trees in all else.</summary>
    internal GradientBoostedTreesOptions Trees { get; init; } =
        new() { Rounds = 60, MinRowsPerLeaf = 5, RowShare = 0.5, FeatureShare = 0.3 };

    /// <inheritdoc/>
    public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
    {
        using var scope = ParallelWork.Until(cancellation);
        ArgumentOutOfRangeException.ThrowIfZero(TreeSizes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(AnomaliesPerNormal, 1);
        CrossFitting.RequireEnough(training.Count, Name);
        training = Bound.Of(training, seed);
        var parts = FlowParts.Of(training.Table, Ignored);
        FeatureMatrix taken = parts.Take(training.Table);
        SurpriseCounts counts = FlowSurprises.Count(parts.Schema, parts.View(taken), cancellation);
        var models = new GradientBoostedTrees[TreeSizes.Count];
        (FeatureMatrix Rows, bool[] IsNormal)[] rows = TrainingRows(parts, taken, counts, seed, cancellation);
        for (int m = 0; m < TreeSizes.Count; m++)
        {
            ulong ofTrees = SeededRandom.Fork(seed, (ulong)m).NextUInt64();
            models[m] = GradientBoostedTrees.Fit(Trees with { MaxLeaves = TreeSizes[m], Seed = ofTrees }, rows[m].Rows, rows[m].IsNormal,
                cancellation);
            rows[m] = default;
        }

        return new FittedSwapDiscriminator(parts, counts.All(cancellation), models);
    }

    /// <inheritdoc/>
    public IDetector Without(IReadOnlyCollection<string> columns) => this with { Ignored = [.. Ignored, .. columns] };

    // One matrix of training rows per model: the normals, each followed by what was made of them.
    private (FeatureMatrix Rows, bool[] IsNormal)[] TrainingRows(FlowParts parts, FeatureMatrix taken, SurpriseCounts counts, ulong seed,
        CancellationToken cancellation)
    {
        var recombination = new Recombination(parts);
        SeededRandom[] random = [.. Enumerable.Range(0, TreeSizes.Count).Select(m => SeededRandom.Fork(seed, (ulong)m))];
        var pieces = new List<FeatureMatrix>[TreeSizes.Count];
        var isNormal = new List<bool>[TreeSizes.Count];
        for (int m = 0; m < TreeSizes.Count; m++) (pieces[m], isNormal[m]) = ([], []);
        foreach (CrossFitting fold in CrossFitting.Of(taken.Rows, SeededRandom.Fork(seed, ulong.MaxValue), Folds))
        {
            if (fold.Rows.Length == 0) continue;
            SurpriseTable table = counts.Without(fold.Donors, cancellation);
            FeatureMatrix normals = taken.Take(fold.Rows), donors = taken.Take(fold.Donors), known = Features(normals);
            for (int m = 0; m < TreeSizes.Count; m++)
            {
                Add(m, known, normal: true);
                for (int i = 0; i < AnomaliesPerNormal; i++)
                    Add(m, Features(recombination.Make(Recombination, normals, donors, random[m])), normal: false);
            }

            FeatureMatrix Features(FeatureMatrix rows)
            {
                FeatureMatrix view = parts.View(rows);
                return view.Beside(table.Transform(view, cancellation));
            }

            void Add(int m, FeatureMatrix rows, bool normal)
            {
                pieces[m].Add(rows);
                isNormal[m].AddRange(Enumerable.Repeat(normal, rows.Rows));
            }
        }

        if (isNormal.Any(list => !list.Contains(false)))
            throw new AnomalyException("The training normals are all alike: nothing can be recombined.");
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
}

/// <summary>A fitted <see cref="SwapDiscriminator"/>. The score is the mean log-odds of being a recombination.</summary>
internal sealed record FittedSwapDiscriminator(FlowParts Parts, SurpriseTable Surprises, GradientBoostedTrees[] Models)
    : IFittedDetector, ISaved
{
    public const string KindName = "swap-discriminator";

    /// <inheritdoc/>
    public string Kind => KindName;

    public static FittedSwapDiscriminator Read(BundleReader from)
    {
        FlowParts parts = from.Parts("parts");
        SurpriseTable surprises = FlowSurprises.Read(parts, from.Bytes("surprises"));
        var models = new GradientBoostedTrees[from.Whole("models", 1, 1000)];
        for (int m = 0; m < models.Length; m++) models[m] = GradientBoostedTrees.Read(from.Inside($"model{m}"));
        string[] features = [.. parts.ViewNames, .. surprises.Names];
        return models.All(model => model.Names.SequenceEqual(features, StringComparer.Ordinal))
            ? new FittedSwapDiscriminator(parts, surprises, models)
            : throw from.Bad("models", "were grown on other features");
    }

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Parts("parts", Parts);
        to.Bytes("surprises", Surprises.ToBytes());
        to.Whole("models", Models.Length);
        for (int m = 0; m < Models.Length; m++) Models[m].Write(to.Inside($"model{m}"));
    }

    /// <inheritdoc/>
    public double[] Score(FlowTable flows, CancellationToken cancellation = default) => Score(Parts.Take(flows), cancellation);

    /// <summary>How much it has learnt, in nats: its mean log-odds for recombinations of normals that it was not fitted on, an estimate of
    /// how far the columns of normal flows are from independent of each other. 0 or less where it has learnt nothing.</summary>
    /// <param name="options">How the recombinations are made.</param>
    /// <param name="training">Normals that it was fitted on, the donors.</param>
    /// <param name="heldOut">Others; the first 2,000 are taken.</param>
    /// <param name="random">Makes the recombinations.</param>
    /// <param name="cancellation">Stops.</param>
    public double Learnt(RecombinationOptions options, NormalFlows training, NormalFlows heldOut, SeededRandom random,
        CancellationToken cancellation)
    {
        FlowTable some = heldOut.Table.Take([.. Enumerable.Range(0, Math.Min(heldOut.Count, 2000))]);
        FeatureMatrix made = new Recombination(Parts).Make(options, Parts.Take(some), Parts.Take(training.Table), random);
        return made.Rows == 0 ? 0 : Score(made, cancellation).Average();
    }

    private double[] Score(FeatureMatrix taken, CancellationToken cancellation)
    {
        using var scope = ParallelWork.Until(cancellation);
        FeatureMatrix view = Parts.View(taken);
        FeatureMatrix features = view.Beside(Surprises.Transform(view, cancellation));
        var scores = new double[taken.Rows];
        foreach (GradientBoostedTrees model in Models)
        {
            double[] decision = model.DecisionFunction(features, cancellation);
            for (int r = 0; r < scores.Length; r++) scores[r] -= decision[r] / Models.Length;
        }

        return scores;
    }
}

/// <summary>
/// How training rows come by surprises that are counted on other rows than themselves, as those of later flows will be.
/// Half of the rows, drawn at random, are counted on a random rest: such a flow has its like among the counted, as in the midst
/// of a burst. The other half are counted on all rows outside their own stretch of the table: where that is in the order of time,
/// what a burst repeats is as new to them as the next burst will be. In a shuffled table the two halves are alike.
/// </summary>
/// <param name="Rows">The rows whose surprises are to be taken.</param>
/// <param name="Donors">All rows that are as new to the count as these, these among them: all others are counted.</param>
internal sealed record CrossFitting(int[] Rows, int[] Donors)
{
    /// <summary>Stretches of the table, and as many random parts, where nothing else is asked.</summary>
    public const int Folds = 7;

    /// <summary>Refuses fewer rows than folds can be made of.</summary>
    public static void RequireEnough(int rows, string detector)
    {
        if (rows < 2 * Folds) throw new AnomalyException($"A detector such as '{detector}' needs at least {2 * Folds} normal flows, not "
            + $"{rows}.");
    }

    /// <summary>Folds that hold every row of a table once.</summary>
    public static IEnumerable<CrossFitting> Of(int rows, SeededRandom random, int folds = Folds)
    {
        int[] order = random.Permutation(rows);
        var inStretch = new bool[rows];
        for (int r = 0; r < rows; r++) inStretch[r] = random.Next(2) == 0;
        var part = new int[rows];
        for (int i = 0; i < rows; i++) part[order[i]] = i % folds;
        for (int fold = 0; fold < folds; fold++)
        {
            int number = fold;
            yield return Fold(row => (int)((long)row * folds / rows) == number, row => inStretch[row]);
            yield return Fold(row => part[row] == number, row => !inStretch[row]);
        }

        CrossFitting Fold(Func<int, bool> isNear, Func<int, bool> isTaken)
        {
            int[] near = [.. Enumerable.Range(0, rows).Where(isNear)];
            return new CrossFitting([.. near.Where(isTaken)], near);
        }
    }
}
