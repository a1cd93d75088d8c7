using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015), lanes being features: all sums run down the rows. A batch may be cut into
/// sections that threads work on; their statistics are merged in the order of the sections.
/// </summary>
/// <remarks>Sums run in four strands (row modulo 4): one strand alone would wait 4 cycles for each addition.</remarks>
internal static unsafe class BatchNormKernel
{
    private const float Epsilon = DenseLayer.Epsilon, Momentum = DenseLayer.Momentum;

    /// <summary>Mean and sum of squared deviations of one section, in two passes so that nothing cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Statistics<T, TVector>(float* z, nint stride, int rows, float* mean, float* squares, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector count = T.Broadcast(rows);
        for (int j = from; j < to; j += T.Count)
        {
            TVector s0 = default, s1 = default, s2 = default, s3 = default;
            float* row = z + j;
            int r = 0;
            for (; r + 4 <= rows; r += 4, row += 4 * stride)
            {
                s0 = T.Add(s0, T.Load(row));
                s1 = T.Add(s1, T.Load(row + stride));
                s2 = T.Add(s2, T.Load(row + (2 * stride)));
                s3 = T.Add(s3, T.Load(row + (3 * stride)));
            }

            for (; r < rows; r++, row += stride) s0 = T.Add(s0, T.Load(row));
            TVector center = T.Divide(T.Add(T.Add(s0, s1), T.Add(s2, s3)), count);
            T.Store(mean + j, center);

            s0 = s1 = s2 = s3 = default;
            row = z + j;
            for (r = 0; r + 4 <= rows; r += 4, row += 4 * stride)
            {
                TVector d0 = T.Subtract(T.Load(row), center), d1 = T.Subtract(T.Load(row + stride), center);
                TVector d2 = T.Subtract(T.Load(row + (2 * stride)), center), d3 = T.Subtract(T.Load(row + (3 * stride)), center);
                s0 = T.MultiplyAdd(d0, d0, s0);
                s1 = T.MultiplyAdd(d1, d1, s1);
                s2 = T.MultiplyAdd(d2, d2, s2);
                s3 = T.MultiplyAdd(d3, d3, s3);
            }

            for (; r < rows; r++, row += stride)
            {
                TVector d = T.Subtract(T.Load(row), center);
                s0 = T.MultiplyAdd(d, d, s0);
            }

            T.Store(squares + j, T.Add(T.Add(s0, s1), T.Add(s2, s3)));
        }
    }

    /// <summary>Adds a section's statistics to those of the sections before it (Chan, Golub and LeVeque, 1979).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Merge<T, TVector>(
        float* mean, float* squares, int rows, float* otherMean, float* otherSquares, int otherRows, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector share = T.Broadcast((float)otherRows / (rows + otherRows));
        TVector weight = T.Broadcast((float)((double)rows * otherRows / (rows + otherRows)));
        for (int j = from; j < to; j += T.Count)
        {
            TVector delta = T.Subtract(T.Load(otherMean + j), T.Load(mean + j));
            T.Store(mean + j, T.MultiplyAdd(delta, share, T.Load(mean + j)));
            T.Store(squares + j, T.MultiplyAdd(T.Multiply(delta, delta), weight, T.Add(T.Load(squares + j), T.Load(otherSquares + j))));
        }
    }

    /// <summary>Turns the sum of squares into 1/σ, in place, and moves the running mean and (unbiased) variance towards the
    /// batch's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish<T, TVector>(
        float* mean, float* squares, int rows, float* runningMean, float* runningVariance, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector one = T.Broadcast(1), keep = T.Broadcast(1 - Momentum), epsilon = T.Broadcast(Epsilon);
        TVector biased = T.Broadcast(rows), unbiased = T.Broadcast(Momentum / (rows - 1));
        for (int j = from; j < to; j += T.Count)
        {
            TVector square = T.Load(squares + j);
            T.Store(runningMean + j, T.MultiplyAdd(T.Broadcast(Momentum), T.Load(mean + j), T.Multiply(keep, T.Load(runningMean + j))));
            T.Store(runningVariance + j, T.MultiplyAdd(unbiased, square, T.Multiply(keep, T.Load(runningVariance + j))));
            T.Store(squares + j, T.Divide(one, T.SquareRoot(T.Add(T.Divide(square, biased), epsilon))));
        }
    }

    /// <summary>z becomes x̂ = (z - mean) / σ; the output is the activation of γx̂ + β.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise<T, TVector, TActivation>(
        float* z, float* output, nint stride, int rows, float* mean, float* inverseDeviation, float* gamma, float* beta, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
        where TActivation : IActivation
    {
        for (int j = from; j < to; j += T.Count)
        {
            TVector center = T.Load(mean + j), inverse = T.Load(inverseDeviation + j), scale = T.Load(gamma + j), shift = T.Load(beta + j);
            float* at = z + j, to_ = output + j;
            for (int r = 0; r < rows; r++, at += stride, to_ += stride)
            {
                TVector normalised = T.Multiply(T.Subtract(T.Load(at), center), inverse);
                T.Store(at, normalised);
                T.Store(to_, TActivation.Apply<T, TVector>(T.MultiplyAdd(normalised, scale, shift)));
            }
        }
    }

    /// <summary>The gradient of the outputs becomes that of y = γx̂ + β, and its sums over the section, alone (∂β) and times x̂ (∂γ), are
    /// taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardSums<T, TVector, TActivation>(
        float* gradient, float* output, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
        where TActivation : IActivation
    {
        for (int j = from; j < to; j += T.Count)
        {
            TVector b0 = default, b1 = default, g0 = default, g1 = default;
            float* g = gradient + j, y = output + j, x = normalised + j;
            int r = 0;
            for (; r + 2 <= rows; r += 2, g += 2 * stride, y += 2 * stride, x += 2 * stride)
            {
                TVector d0 = T.Multiply(T.Load(g), TActivation.Slope<T, TVector>(T.Load(y)));
                TVector d1 = T.Multiply(T.Load(g + stride), TActivation.Slope<T, TVector>(T.Load(y + stride)));
                T.Store(g, d0);
                T.Store(g + stride, d1);
                b0 = T.Add(b0, d0);
                b1 = T.Add(b1, d1);
                g0 = T.MultiplyAdd(d0, T.Load(x), g0);
                g1 = T.MultiplyAdd(d1, T.Load(x + stride), g1);
            }

            for (; r < rows; r++)
            {
                TVector d = T.Multiply(T.Load(g), TActivation.Slope<T, TVector>(T.Load(y)));
                T.Store(g, d);
                b0 = T.Add(b0, d);
                g0 = T.MultiplyAdd(d, T.Load(x), g0);
            }

            T.Store(betaSums + j, T.Add(b0, b1));
            T.Store(gammaSums + j, T.Add(g0, g1));
        }
    }

    /// <summary>The gradient of y becomes that of z: γ/σ (∂y - mean(∂y) - x̂ mean(∂y x̂)), the means over the whole batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput<T, TVector>(
        float* gradient, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums, float* gamma,
        float* inverseDeviation, int batchRows, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector count = T.Broadcast(batchRows);
        for (int j = from; j < to; j += T.Count)
        {
            TVector scale = T.Multiply(T.Load(gamma + j), T.Load(inverseDeviation + j));
            TVector meanGradient = T.Divide(T.Load(betaSums + j), count), meanProduct = T.Divide(T.Load(gammaSums + j), count);
            float* g = gradient + j, x = normalised + j;
            for (int r = 0; r < rows; r++, g += stride, x += stride)
            {
                TVector centered = T.Subtract(T.Subtract(T.Load(g), meanGradient), T.Multiply(T.Load(x), meanProduct));
                T.Store(g, T.Multiply(scale, centered));
            }
        }
    }
}
