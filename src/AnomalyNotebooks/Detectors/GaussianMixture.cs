using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>
/// A mixture of Gaussian bells over the principal components of the normals, fitted by expectation maximisation (Dempster, Laird
/// and Rubin, 1977) from a k-means start, as scikit-learn's. The score is the negative log-likelihood.
/// </summary>
internal sealed record GaussianMixture : PipelineDetector
{
    /// <summary>A mixture on robust features.</summary>
    public GaussianMixture()
        : base("Gaussian mixture")
    {
    }

    /// <summary>Number of bells, 1 or more (as many as there are distinct rows at most).</summary>
    public int Components { get; init; } = 48;

    /// <summary>Whether the bells are ellipsoids along the axes (one variance per feature) instead of any ellipsoids, which know
    /// relations.</summary>
    public bool Diagonal { get; init; }

    /// <summary>Number of principal components that the mixture sees; null for the features themselves.</summary>
    public int? PrincipalComponents { get; init; } = 24;

    /// <summary>Added to every variance so that no bell collapses, in squared units of the features.</summary>
    public double Regularisation { get; init; } = 1e-6;

    /// <summary>Rounds of expectation maximisation at most.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Stops when the mean log-likelihood of a row changes by less.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <inheritdoc/>
    /// <exception cref="AnomalyException">A bell collapsed: the regularisation is too small for these features.</exception>
    internal override FittedGaussianMixture Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Components, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1);
        if (PrincipalComponents is { } asked) ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1);
        if (!(Regularisation >= 0)) throw new AnomalyException(
            FormattableString.Invariant($"Regularisation is {Regularisation}: expected 0 or more."));
        ModelInput.RequireFittable(normals);

        FittedPca? projection = PrincipalComponents is { } k ? FittedPca.Fit(normals, k, mahalanobis: false) : null;
        if (projection is { Components: 0 }) projection = null; // nothing varies: there is no direction to project on
        FeatureMatrix rows = projection?.Transform(normals) ?? normals;
        int[] labels = KMeans.Labels(rows, Components, SeededRandom.Fork(seed, 0), cancellation);
        MixtureParameters start = MixtureEstimation.FromLabels(rows, labels, Diagonal, Regularisation);
        (MixtureParameters fitted, int iterations, bool converged) = MixtureEstimation.Run(
            rows, start, Diagonal, Regularisation, MaxIterations, Tolerance, cancellation);
        return new FittedGaussianMixture(normals.Names, projection, fitted, iterations, converged);
    }
}

/// <summary>The bells of a Gaussian mixture. Immutable.</summary>
internal sealed class FittedGaussianMixture : IFittedModel
{
    private readonly FittedPca? projection;
    private readonly MixtureParameters mixture;

    internal FittedGaussianMixture(IReadOnlyList<string> names, FittedPca? projection, MixtureParameters mixture, int iterations,
        bool converged)
    {
        Names = names;
        this.projection = projection;
        this.mixture = mixture;
        Iterations = iterations;
        Converged = converged;
    }

    public const string KindName = "mixture";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    public static FittedGaussianMixture Read(BundleReader from) => new(
        from.Texts("features"), from.Flag("is_projected") ? FittedPca.Read(from.Inside("projection")) : null, MixtureParameters.Read(from),
        from.Whole("iterations"), from.Flag("converged"));

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Texts("features", Names);
        to.Flag("is_projected", projection is not null);
        projection?.Write(to.Inside("projection"));
        mixture.Write(to);
        to.Whole("iterations", Iterations);
        to.Flag("converged", Converged);
    }

    /// <summary>Number of bells.</summary>
    public int Components => mixture.Components;

    /// <summary>Rounds of expectation maximisation that were run.</summary>
    public int Iterations { get; }

    /// <summary>Whether the log-likelihood had settled before the rounds ran out.</summary>
    public bool Converged { get; }

    /// <summary>The negative log-likelihood (natural logarithm) of each row.</summary>
    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows, CancellationToken cancellation = default)
    {
        ModelInput.RequireScorable(flows, Names);
        FeatureMatrix rows = projection?.Transform(flows) ?? flows;
        var scores = new double[flows.Rows];
        ParallelWork.ForRows(flows.Rows, (first, end) =>
        {
            var block = new MixtureBlock(mixture);
            for (int row = first; row < end; row += MixtureBlock.Rows)
            {
                block.Load(rows, row, end);
                mixture.Evaluate(block);
                for (int lane = 0; lane < MixtureBlock.Rows && row + lane < end; lane++) scores[row + lane] = -block.LogDensities[lane];
            }
        }, cancellation);
        return scores;
    }
}

/// <summary>Weights, centres and shapes of the bells of a mixture, ready for densities. Immutable.</summary>
internal sealed class MixtureParameters
{
    private const double Log2Pi = 1.8378770664093453;
    private readonly double[] weights;
    private readonly double[] means;     // components x features
    private readonly double[] whitening; // components x features x features, upper triangular: inverse covariance = whitening * whitening'
    private readonly double[] logScale;  // log of weight times the density at the centre

    /// <summary>Prepares the bells.</summary>
    /// <param name="weights">Share of each bell.</param>
    /// <param name="means">Components by features.</param>
    /// <param name="covariances">Components by features by features.</param>
    /// <param name="features">Number of features.</param>
    /// <exception cref="AnomalyException">A covariance is not positive definite.</exception>
    public MixtureParameters(double[] weights, double[] means, double[] covariances, int features)
    {
        this.weights = weights;
        this.means = means;
        Features = features;
        whitening = new double[covariances.Length];
        logScale = new double[weights.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            Span<double> own = whitening.AsSpan(k * features * features, features * features);
            if (!Cholesky.InverseFactor(covariances.AsSpan(k * features * features, features * features), features, own))
                throw new AnomalyException($"Bell {k + 1} of the mixture has collapsed onto a line or plane: raise Regularisation, or "
                    + "fit on fewer PrincipalComponents.");
            logScale[k] = PortableMath.Log(weights[k]) - (0.5 * features * Log2Pi);
            for (int i = 0; i < features; i++) logScale[k] += PortableMath.Log(own[(i * features) + i]);
        }
    }

    private MixtureParameters(double[] weights, double[] means, double[] whitening, double[] logScale, int features)
    {
        this.weights = weights;
        this.means = means;
        this.whitening = whitening;
        this.logScale = logScale;
        Features = features;
    }

    public static MixtureParameters Read(BundleReader from)
    {
        double[] shares = from.Doubles("weights");
        long bells = shares.Length;
        int features = from.Whole("dimensions", 1, 1 << 15);
        return new MixtureParameters(shares, from.Doubles("means", bells * features),
            from.Doubles("whitening", bells * features * features), from.Doubles("log_scale", bells), features);
    }

    public void Write(BundleWriter to)
    {
        to.Whole("dimensions", Features);
        to.Doubles("weights", weights);
        to.Doubles("means", means);
        to.Doubles("whitening", whitening);
        to.Doubles("log_scale", logScale);
    }

    public int Components => weights.Length;

    public int Features { get; }

    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Components by features.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>Fills the block's log-densities and each bell's part in them.</summary>
    public void Evaluate(MixtureBlock block)
    {
        const int Lanes = MixtureBlock.Rows;
        for (int k = 0; k < Components; k++) LogPart(block, k, block.LogParts.AsSpan(k * Lanes, Lanes));
        for (int lane = 0; lane < Lanes; lane++)
        {
            double largest = double.NegativeInfinity;
            for (int k = 0; k < Components; k++) largest = Math.Max(largest, block.LogParts[(k * Lanes) + lane]);
            double sum = 0;
            for (int k = 0; k < Components; k++)
            {
                double below = block.LogParts[(k * Lanes) + lane] - largest;
                if (below > -40) sum += PortableMath.Exp(below); // what is smaller is lost in rounding anyway
            }

            block.LogDensities[lane] = largest + PortableMath.Log(sum);
        }
    }

    // The log of a bell's part: its scale less half the squared length of whitening' * (row - centre). Lanes are rows.
    private void LogPart(MixtureBlock block, int component, Span<double> logParts)
    {
        const int Lanes = MixtureBlock.Rows;
        ref double mean = ref means[component * Features], factor = ref whitening[component * Features * Features];
        ref double values = ref MemoryMarshal.GetArrayDataReference(block.Values),
            deviations = ref MemoryMarshal.GetArrayDataReference(block.Deviations);
        for (int i = 0; i < Features; i++)
        {
            Vector256<double> centre = Vector256.Create(Unsafe.Add(ref mean, i));
            for (int lane = 0; lane < Lanes; lane += 4)
                (Vector256.LoadUnsafe(ref values, (nuint)((i * Lanes) + lane)) - centre)
                    .StoreUnsafe(ref deviations, (nuint)((i * Lanes) + lane));
        }

        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int j = 0; j < Features; j++)
        {
            Vector256<double> y0 = default, y1 = default, y2 = default, y3 = default;
            for (int i = 0; i <= j; i++)
            {
                Vector256<double> p = Vector256.Create(Unsafe.Add(ref factor, (i * Features) + j));
                nuint at = (nuint)(i * Lanes);
                y0 += p * Vector256.LoadUnsafe(ref deviations, at);
                y1 += p * Vector256.LoadUnsafe(ref deviations, at + 4);
                y2 += p * Vector256.LoadUnsafe(ref deviations, at + 8);
                y3 += p * Vector256.LoadUnsafe(ref deviations, at + 12);
            }

            s0 += y0 * y0;
            s1 += y1 * y1;
            s2 += y2 * y2;
            s3 += y3 * y3;
        }

        Vector256<double> scale = Vector256.Create(logScale[component]), half = Vector256.Create(0.5);
        ref double target = ref MemoryMarshal.GetReference(logParts);
        (scale - (half * s0)).StoreUnsafe(ref target);
        (scale - (half * s1)).StoreUnsafe(ref target, 4);
        (scale - (half * s2)).StoreUnsafe(ref target, 8);
        (scale - (half * s3)).StoreUnsafe(ref target, 12);
    }
}

/// <summary>Working memory of one thread for the densities of up to <see cref="Rows"/> rows at a time, one row a lane.</summary>
internal sealed class MixtureBlock
{
    /// <summary>Rows of a block: four vectors of 4 doubles, so that four sums run side by side.</summary>
    public const int Rows = 16;

    public MixtureBlock(MixtureParameters mixture)
    {
        Values = new double[mixture.Features * Rows];
        Deviations = new double[mixture.Features * Rows];
        LogParts = new double[mixture.Components * Rows];
    }

    /// <summary>Features by <see cref="Rows"/>: the rows, transposed.</summary>
    public double[] Values { get; }

    /// <summary>Features by <see cref="Rows"/>: the rows less the centre of a bell.</summary>
    public double[] Deviations { get; }

    /// <summary>Components by <see cref="Rows"/>: the log of each bell's part in each row's density.</summary>
    public double[] LogParts { get; }

    /// <summary><see cref="Rows"/>: each row's log-density.</summary>
    public double[] LogDensities { get; } = new double[Rows];

    /// <summary>Takes rows first to end - 1, at most <see cref="Rows"/>; the lanes beyond repeat the last one.</summary>
    public void Load(FeatureMatrix rows, int first, int end)
    {
        for (int lane = 0; lane < Rows; lane++)
        {
            ReadOnlySpan<float> row = rows.Row(Math.Min(first + lane, end - 1));
            for (int c = 0; c < row.Length; c++) Values[(c * Rows) + lane] = row[c];
        }
    }
}
