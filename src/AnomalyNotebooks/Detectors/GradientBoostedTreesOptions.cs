namespace AnomalyNotebooks;

/// <summary>Settings of <see cref="GradientBoostedTrees"/>; the defaults are those of scikit-learn's
/// HistGradientBoostingClassifier.</summary>
internal sealed record GradientBoostedTreesOptions
{
    /// <summary>Number of trees, one a round; 1 or more.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Factor on every tree's contribution, in (0, 1].</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Leaves of one tree, 2 or more. The leaf whose split gains most is split next (leaf-wise growth).</summary>
    public int MaxLeaves { get; init; } = 31;

    /// <summary>Training rows that a leaf must hold at least, 1 or more.</summary>
    public int MinRowsPerLeaf { get; init; } = 20;

    /// <summary>L2 penalty on the leaves' values, 0 or more.</summary>
    public double L2 { get; init; }

    /// <summary>Bins per feature, 2 to 255.</summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>Share of the rows that each tree is grown on, drawn anew for each (stochastic gradient boosting: Friedman, 2002); in
    /// (0, 1].</summary>
    public double RowShare { get; init; } = 1;

    /// <summary>Share of the features that each tree may ask about, drawn anew for each in sets of eight; in (0, 1].</summary>
    public double FeatureShare { get; init; } = 1;

    /// <summary>Fixes what is drawn.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 1);
        if (LearningRate is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must lie in (0, 1].");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLeaves, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinRowsPerLeaf, 1);
        if (L2 is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(L2), L2, "The L2 penalty must be a finite number of 0 or more.");
        if (RowShare is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(RowShare), RowShare, "The share of rows must lie in (0, 1].");
        if (FeatureShare is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(FeatureShare), FeatureShare, "The share of features must lie in (0, 1].");
        if (MaxBins is < 2 or > 255) throw new ArgumentOutOfRangeException(nameof(MaxBins), MaxBins, "A feature has 2 to 255 bins.");
    }
}
