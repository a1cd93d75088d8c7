namespace AnomalyNotebooks;

/// <summary>One way to score flows, fitted; a member of a <see cref="TravellingDetector"/>.</summary>
internal interface ITravellingMember
{
    /// <summary>One score per flow; higher is more anomalous. The unit is the member's own.</summary>
    double[] Score(FlowFacts flows, CancellationToken cancellation);
}

/// <summary>Mean distance to the three nearest normals among the points of flows.</summary>
internal sealed class NearMember(NormalTraffic traffic) : ITravellingMember
{
    private const int Neighbours = 3; // one alone is sharper, but its threshold holds less well on other traffic

    private readonly int columns = traffic.Space.OwnColumns;
    private readonly ContextNeighbours neighbours = ContextNeighbours.Fit(
        FlowFacts.First(traffic.Space.Transform(traffic.Normals), traffic.Space.OwnColumns),
        traffic.Contexts.Of(traffic.Normals).Numbers, traffic.Contexts, Neighbours);

    /// <inheritdoc/>
    public double[] Score(FlowFacts flows, CancellationToken cancellation) =>
        neighbours.Score(FlowFacts.First(flows.Points, columns), flows.Context, cancellation);
}

/// <summary>
/// Distance to the nearest normal where how rare sizes, counts and small whole numbers are counts as much as what they are: flows
/// of rare sizes are near to each other and far from the usual ones.
/// </summary>
internal sealed class NearRarityMember : ITravellingMember
{
    private readonly int columns;
    private readonly int[] taken;
    private readonly StandardScale scale;
    private readonly ContextNeighbours neighbours;

    public NearRarityMember(NormalTraffic traffic)
    {
        columns = traffic.Space.OwnColumns;
        taken = traffic.Rarity.Sizes;
        FlowFacts normals = traffic.LookAtNormals();
        scale = new StandardScale(Taken(normals.Rarities), clip: 8);
        neighbours = ContextNeighbours.Fit(Points(normals), normals.Context.Numbers, traffic.Contexts, 1);
    }

    /// <inheritdoc/>
    public double[] Score(FlowFacts flows, CancellationToken cancellation) => neighbours.Score(Points(flows), flows.Context, cancellation);

    private FeatureMatrix Points(FlowFacts flows) =>
        FlowFacts.First(flows.Points, columns).Beside(scale.Transform(Taken(flows.Rarities)));

    private FeatureMatrix Taken(FeatureMatrix rarities)
    {
        var values = new float[rarities.Rows * taken.Length];
        for (int r = 0; r < rarities.Rows; r++)
            for (int c = 0; c < taken.Length; c++) values[(r * taken.Length) + c] = rarities[r, taken[c]];
        return new FeatureMatrix(values, rarities.Rows, [.. taken.Select(column => rarities.Names[column])]);
    }
}

/// <summary>A mixture of Gaussian bells over the points of flows.</summary>
internal sealed class MixtureMember(FittedGaussianMixture mixture) : ITravellingMember
{
    private const double Regularisation = 0.01; // no bell knows a column better than to a tenth of its spread
    private const int Iterations = 40;

    /// <summary>The fitted mixture.</summary>
    public FittedGaussianMixture Mixture => mixture;

    public static MixtureMember Fit(NormalTraffic traffic, int bells, int components, ulong seed, CancellationToken cancellation) =>
        new(new GaussianMixture
        {
            Components = Math.Clamp(traffic.Normals.Count / 10, 1, bells), PrincipalComponents = components,
            Regularisation = Regularisation, MaxIterations = Iterations,
        }.Fit(traffic.Space.Transform(traffic.Normals), seed, cancellation));

    /// <inheritdoc/>
    public double[] Score(FlowFacts flows, CancellationToken cancellation) => mixture.Score(flows.Points, cancellation);
}

/// <summary>How the autoencoder among the members is made.</summary>
/// <param name="Epochs">Passes over the normals at least.</param>
/// <param name="Updates">Batches of 256 at least: a small table is passed over more often.</param>
/// <param name="Code">Size of the code.</param>
internal sealed record NetworkRecipe(int Epochs = 20, int Updates = 1500, int Code = 16)
{
    private const int Batch = 256;

    /// <summary>Sizes of the layers before the code.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 64];

    /// <summary>The settings for so many rows.</summary>
    public AutoencoderOptions Options(int rows)
    {
        int batches = (rows + Batch - 1) / Batch;
        return new AutoencoderOptions
        {
            HiddenSizes = [.. Hidden], CodeSize = Code, Loss = ReconstructionLoss.MeanSquared, LearningRate = 0.001, BatchSize = Batch,
            Epochs = Math.Max(Epochs, Updates / batches),
        };
    }
}

/// <summary>An autoencoder of the points of flows: it knows what columns have to do with each other, also between the normals.</summary>
internal sealed class NetworkMember(Autoencoder network) : ITravellingMember
{
    /// <summary>The fitted network.</summary>
    public Autoencoder Network => network;

    public static NetworkMember Fit(NormalTraffic traffic, FlowFacts heldOut, NetworkRecipe recipe, ulong seed,
        CancellationToken cancellation) => new(Autoencoder.Fit(recipe.Options(traffic.Normals.Count),
            traffic.Space.Transform(traffic.Normals), heldOut.Points, seed, cancellation: cancellation));

    /// <inheritdoc/>
    public double[] Score(FlowFacts flows, CancellationToken cancellation) => network.Score(flows.Points, cancellation);
}

/// <summary>
/// Trees that tell normal flows from recombinations of their columns (<see cref="SwapDiscriminator"/>), and the rarity of the single
/// values. The trees learn by how much likelier a flow is than its columns would make it were they independent, p / q; where neither
/// occurs their answer means little. Adding -log q, the summed rarities, makes of it a density that knows such places: it mends what trees
/// do outside the range of normals, and what exact values lose on another stretch of traffic.
/// </summary>
/// <remarks>The rarities of columns that hang together count the same surprise several times, and trees of few rounds say less than p / q:
/// so their sum counts a tenth. More travels better and knows less at home (data/results/travel.md).</remarks>
internal sealed class TreesMember(IFittedDetector trees) : ITravellingMember
{
    private const double RarityWeight = 0.1;

    /// <summary>The fitted trees.</summary>
    public IFittedDetector Trees => trees;

    /// <inheritdoc/>
    public double[] Score(FlowFacts flows, CancellationToken cancellation)
    {
        double[] scores = trees.Score(flows.Flows, cancellation), rarities = Sums(flows.Rarities);
        for (int r = 0; r < scores.Length; r++) scores[r] += RarityWeight * rarities[r];
        return scores;
    }

    private static double[] Sums(FeatureMatrix rarities)
    {
        var sums = new double[rarities.Rows];
        for (int r = 0; r < sums.Length; r++)
            foreach (float rarity in rarities.Row(r)) sums[r] += rarity;
        return sums;
    }
}
