using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

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
                throw new AnomalyException($"Bell {k + 1} of the mixture has collapsed onto a line or plane: raise Regularisation, or fit on fewer PrincipalComponents.");
            logScale[k] = PortableMath.Log(weights[k]) - (0.5 * features * Log2Pi);
            for (int i = 0; i < features; i++) logScale[k] += PortableMath.Log(own[(i * features) + i]);
        }
    }

    public int Components => weights.Length;

    public int Features { get; }

    public ReadOnlySpan<double> Weights => weights;

    public ReadOnlySpan<double> MeanOf(int component) => means.AsSpan(component * Features, Features);

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

    /// <summary>The bell with the largest part in a lane's density, after <see cref="Evaluate"/>; of equal ones the first.</summary>
    public int MostLikely(MixtureBlock block, int lane)
    {
        int best = 0;
        for (int k = 1; k < Components; k++)
            if (block.LogParts[(k * MixtureBlock.Rows) + lane] > block.LogParts[(best * MixtureBlock.Rows) + lane]) best = k;
        return best;
    }

    /// <summary>slope = inverse covariance times (row - centre).</summary>
    public void PrecisionTimesDeviation(ReadOnlySpan<float> row, int component, Span<double> slope)
    {
        ReadOnlySpan<double> mean = MeanOf(component), factor = whitening.AsSpan(component * Features * Features, Features * Features);
        var whitened = new double[Features];
        for (int i = 0; i < Features; i++) VectorMath.AddScaled(whitened.AsSpan(i), row[i] - mean[i], factor.Slice((i * Features) + i, Features - i));
        for (int i = 0; i < Features; i++)
        {
            slope[i] = 0;
            for (int j = i; j < Features; j++) slope[i] += factor[(i * Features) + j] * whitened[j];
        }
    }

    // The log of a bell's part: its scale less half the squared length of whitening' * (row - centre). Lanes are rows.
    private void LogPart(MixtureBlock block, int component, Span<double> logParts)
    {
        const int Lanes = MixtureBlock.Rows;
        ref double mean = ref means[component * Features], factor = ref whitening[component * Features * Features];
        ref double values = ref MemoryMarshal.GetArrayDataReference(block.Values), deviations = ref MemoryMarshal.GetArrayDataReference(block.Deviations);
        for (int i = 0; i < Features; i++)
        {
            Vector256<double> centre = Vector256.Create(Unsafe.Add(ref mean, i));
            for (int lane = 0; lane < Lanes; lane += 4)
                (Vector256.LoadUnsafe(ref values, (nuint)((i * Lanes) + lane)) - centre).StoreUnsafe(ref deviations, (nuint)((i * Lanes) + lane));
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
