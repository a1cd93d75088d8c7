namespace AnomalyNotebooks;

/// <summary>
/// What the members of a <see cref="TravellingDetector"/> know in common of normal traffic: how to look at each column, the contexts, the
/// points that flows are, and how rare values are. Wholly determined by the normals. Immutable.
/// </summary>
internal sealed class NormalTraffic
{
    private NormalTraffic(FlowTable normals, ColumnView[] views)
    {
        Normals = normals;
        Views = views;
        Contexts = FlowContexts.Fit(views, normals);
        Space = FlowSpace.Fit(views, normals);
        Rarity = SmoothedRarity.Fit(views, Contexts, normals);
    }

    /// <summary>The normals that it was learnt from.</summary>
    public FlowTable Normals { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ColumnView> Views { get; }

    public FlowContexts Contexts { get; }

    public FlowSpace Space { get; }

    public SmoothedRarity Rarity { get; }

    /// <summary>Learns from normals, without looking at some columns.</summary>
    /// <exception cref="AnomalyException">All columns are ignored.</exception>
    public static NormalTraffic Of(FlowTable normals, IReadOnlyCollection<string> ignored)
    {
        ColumnView[] views = ColumnView.Of(normals, ignored);
        if (views.Length == 0) throw new AnomalyException("There is no column left to look at: all are ignored.");
        return new NormalTraffic(normals, views);
    }

    /// <summary>What there is to know of some flows.</summary>
    public FlowFacts Look(FlowTable flows) => new(flows, Contexts.Of(flows), Space.Transform(flows), Rarity.Transform(flows));

    /// <summary>What there is to know of the training normals, each as if it had not been counted itself.</summary>
    public FlowFacts LookAtNormals() =>
        new(Normals, Contexts.Of(Normals), Space.Transform(Normals), Rarity.Transform(Normals, leaveOut: true));
}

/// <summary>Some flows as the members see them: rows of <paramref name="Points"/> and <paramref name="Rarities"/> are flows.</summary>
internal sealed record FlowFacts(FlowTable Flows, ContextOfFlows Context, FeatureMatrix Points, FeatureMatrix Rarities)
{
    /// <summary>The first columns of a matrix.</summary>
    public static FeatureMatrix First(FeatureMatrix matrix, int columns)
    {
        if (columns == matrix.Columns) return matrix;
        var values = new float[matrix.Rows * columns];
        for (int r = 0; r < matrix.Rows; r++) matrix.Row(r)[..columns].CopyTo(values.AsSpan(r * columns));
        return new FeatureMatrix(values, matrix.Rows, [.. matrix.Names.Take(columns)]);
    }
}

/// <summary>The context of each flow.</summary>
/// <param name="Numbers">Its number, -1 for one never seen among the normals.</param>
/// <param name="Codes">Per context column, the code of each flow's value.</param>
internal sealed record ContextOfFlows(int[] Numbers, int[][] Codes)
{
    /// <summary>The number of flows whose context was never seen.</summary>
    public int Unseen => Numbers.Count(number => number < 0);

    /// <summary>Their share, 0 to 1.</summary>
    public double UnseenShare => Numbers.Length == 0 ? 0 : (double)Unseen / Numbers.Length;
}

/// <summary>How many flows are of a context (what kind of flow it is, by the schema) that the fit never met.</summary>
/// <param name="Before">Their share among normals held out of the fit, 0 to 1.</param>
/// <param name="Unseen">Their number now.</param>
/// <param name="Flows">The number of flows now.</param>
internal readonly record struct UnseenContexts(double Before, long Unseen, long Flows)
{
    // From here on it is no accident of a few hundred flows.
    private const double Jump = 0.05;
    private const int FewestFlows = 100;

    /// <summary>Their share now, 0 to 1.</summary>
    public double Share => Flows == 0 ? 0 : (double)Unseen / Flows;

    /// <summary>Whether the share is at least five points higher than before, among 100 flows or more: then no threshold keeps its
    /// promise.</summary>
    public bool HasJumped => Flows >= FewestFlows && Share - Before >= Jump;
}
