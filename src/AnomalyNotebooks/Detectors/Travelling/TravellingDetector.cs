namespace AnomalyNotebooks;

/// <summary>
/// The default detector: one setting for every table, made to keep its promises on another stretch of traffic than the one it was
/// fitted on. Neighbours, artificial anomalies and densities, each on values taken no more exactly than they travel; their scores are put
/// on one scale (<see cref="TailCalibration"/>) and averaged. No column is known by name: the schema's roles and rules say how to look at
/// each, and where it says nothing the normals decide (<see cref="ColumnView"/>).
/// </summary>
/// <remarks>
/// Members and their weights: the three nearest normals (1); the nearest normal with the rarity of sizes beside the sizes, where the
/// schema names a context (1); trees that know recombinations, with the rarity of single values, where any values repeat: as much as they
/// have learnt, their mean log-odds for recombinations of held-out normals over 1.5 nats; two mixtures of Gaussian bells, of 32 and of 8,
/// and an autoencoder. These three see flows of all contexts as one cloud, which is right where there is only one kind: a mixture counts
/// one over the number of contexts that normal flows use, exp(entropy), the network as much as both. What the trees say is bounded by the
/// others (<see cref="TravellingVotes"/>). What each adds and loses is in data/results/travel.md.
/// </remarks>
internal sealed record TravellingDetector : IDetector
{
    /// <summary>Normals that it can be fitted on at least.</summary>
    private const int FewestNormals = 20;

    /// <summary>Mean log-odds of the trees for recombinations that count as one vote.</summary>
    private const double NatsPerVote = 1.5;

    /// <inheritdoc/>
    public string Name { get; init; } = "ensemble";

    /// <summary>Columns that it does not look at.</summary>
    public IReadOnlyCollection<string> Ignored { get; init; } = [];

    /// <inheritdoc cref="NormalSample"/>
    internal NormalSample Bound { get; init; } = NormalSample.Default;

    /// <summary>The trees among its members: one model, a quick one.</summary>
    internal SwapDiscriminator Trees { get; init; } = new()
    {
        TreeSizes = [128], AnomaliesPerNormal = 2, Folds = 4,
        Trees = new GradientBoostedTreesOptions { Rounds = 40, MinRowsPerLeaf = 5, RowShare = 0.5, FeatureShare = 0.3 },
    };

    /// <summary>The network among its members.</summary>
    internal NetworkRecipe Network { get; init; } = new();

    /// <inheritdoc/>
    public IDetector Without(IReadOnlyCollection<string> columns) => this with { Ignored = [.. Ignored, .. columns] };

    /// <inheritdoc/>
    public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
    {
        using var scope = ParallelWork.Until(cancellation);
        ArgumentOutOfRangeException.ThrowIfLessThan(Bound.Most, FewestNormals);
        if (training.Count < FewestNormals)
            throw new AnomalyException($"{Name} needs at least {FewestNormals} normal flows, not {training.Count}.");
        NormalFlows normals = Bound.Of(training, seed);
        NormalTraffic traffic = NormalTraffic.Of(normals.Table, Ignored);
        double ofMixture = 1 / traffic.Contexts.EffectiveCount;
        var members = new List<(double Weight, ITravellingMember Member)> { (1, new NearMember(traffic)) };
        if (traffic.Contexts.Any && traffic.Rarity.Sizes.Length > 0) members.Add((1, new NearRarityMember(traffic)));
        if (traffic.Rarity.Names.Count > 0 && normals.Count >= 2 * CrossFitting.Folds)
        {
            ulong ofTrees = SeededRandom.Fork(seed, 1).NextUInt64();
            var trees = (FittedSwapDiscriminator)Trees.Without(Ignored).Fit(normals, heldOut, ofTrees, cancellation);
            double learnt = trees.Learnt(Trees.Recombination, normals, heldOut, SeededRandom.Fork(seed, 4), cancellation);
            if (learnt > 0) members.Add((learnt / NatsPerVote, new TreesMember(trees)));
        }

        foreach ((int bells, int components, ulong stream) in new[] { (32, 60, 2ul), (8, 24, 3ul) })
            members.Add((ofMixture, MixtureMember.Fit(traffic, bells, components, SeededRandom.Fork(seed, stream).NextUInt64(),
                cancellation)));

        FlowFacts others = traffic.Look(heldOut.Table);
        members.Add((2 * ofMixture, NetworkMember.Fit(traffic, others, Network, SeededRandom.Fork(seed, 5).NextUInt64(), cancellation)));
        double all = members.Sum(member => member.Weight);
        return new FittedTravellingDetector(traffic, [.. members.Select(member => new TravellingPart(
            member.Member, member.Weight / all, TailCalibration.Fit(member.Member.Score(others, cancellation))))],
            others.Context.UnseenShare);
    }
}

/// <summary>A fitted member with its weight (they add up to 1) and the scale of its scores among held-out normals.</summary>
internal sealed record TravellingPart(ITravellingMember Member, double Weight, TailCalibration Scale);

/// <summary>A fitted <see cref="TravellingDetector"/>. Its score is a mean of -log tail probabilities: 4.6 is what one normal flow in a
/// hundred reaches by each member's own view.</summary>
[TypeFormatterSource]
internal sealed record FittedTravellingDetector(NormalTraffic Traffic, IReadOnlyList<TravellingPart> Parts, double UnseenBefore)
    : IFittedDetector, ISaved, IRichOutput
{
    public const string KindName = "travelling";

    private const int RowsAtOnce = 1 << 15; // what is known of so many flows fits into memory easily, whatever their number

    /// <inheritdoc/>
    public double[] Score(FlowTable flows, CancellationToken cancellation = default)
    {
        using var scope = ParallelWork.Until(cancellation);
        foreach (ColumnView view in Traffic.Views) view.RequireIn(flows);
        int[] firstAlike = FlowVectors.Groups(flows, [.. Traffic.Views.Select(view => view.Column.Name)]);
        int[] distinct = [.. Enumerable.Range(0, flows.Count).Where(row => firstAlike[row] == row)];
        var scores = new double[flows.Count];
        for (int first = 0; first < distinct.Length; first += RowsAtOnce)
        {
            ReadOnlySpan<int> rows = distinct.AsSpan(first, Math.Min(RowsAtOnce, distinct.Length - first));
            FlowFacts facts = Traffic.Look(flows.Take(rows));
            var votes = new double[Parts.Count][];
            for (int p = 0; p < votes.Length; p++)
            {
                cancellation.ThrowIfCancellationRequested();
                votes[p] = Parts[p].Scale.Transform(Parts[p].Member.Score(facts, cancellation));
            }

            double[] together = TravellingVotes.Together(Parts, votes);
            for (int i = 0; i < rows.Length; i++) scores[rows[i]] = together[i];
        }

        for (int row = 0; row < scores.Length; row++) scores[row] = scores[firstAlike[row]]; // equal flows have equal scores
        return scores;
    }

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public string ToHtml() => Shown().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => Shown().ToString();

    public static FittedTravellingDetector Read(BundleReader from) => SavedTraffic.Read(from);

    /// <inheritdoc/>
    public void Write(BundleWriter to) => SavedTraffic.Write(this, to);

    private HtmlTable Shown() => HtmlTable.From(Parts,
            ("member", part => part.Member.GetType().Name.Replace("Member", "", StringComparison.Ordinal)), ("weight", part => part.Weight))
        .WithCaption("Fitted ensemble that travels")
        .WithNote(FormattableString.Invariant($"{Traffic.Views.Count} columns of {Traffic.Normals.Count:#,0} normal flows."));

    /// <summary>How many of the flows are of a context that the fit never met, beside their share <see cref="UnseenBefore"/> among normals
    /// held out of it.</summary>
    public UnseenContexts Unseen(FlowTable flows) => new(UnseenBefore, Traffic.Contexts.Of(flows).Unseen, flows.Count);
}
