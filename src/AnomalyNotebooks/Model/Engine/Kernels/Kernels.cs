using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>Each kernel over all columns: by wide vectors as far as they reach, the last 8 columns by narrow ones where 16 do not
/// fit.</summary>
internal readonly unsafe struct Kernels<TWide, TWideVector, TNarrow, TNarrowVector> : IKernels
    where TWide : ILanes<TWideVector>
    where TWideVector : struct
    where TNarrow : ILanes<TNarrowVector>
    where TNarrowVector : struct
{
    private const int MostLanes = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(
        float* a, nint aRow, nint aStep, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow, int rows, int depth,
        int columns) =>
        MatrixKernel.MultiplyAdd<TWide, TWideVector, TNarrow, TNarrowVector>(
            a, aRow, aStep, b, bRow, init, initRow, c, cRow, rows, depth, columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Statistics(float* z, nint stride, int rows, float* mean, float* squares, int columns)
    {
        int wide = Wide(columns);
        if (wide > 0) BatchNormKernel.Statistics<TWide, TWideVector>(z, stride, rows, mean, squares, 0, wide);
        if (wide < columns) BatchNormKernel.Statistics<TNarrow, TNarrowVector>(z, stride, rows, mean, squares, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Merge(float* mean, float* squares, int rows, float* otherMean, float* otherSquares, int otherRows, int columns) =>
        BatchNormKernel.Merge<TNarrow, TNarrowVector>(mean, squares, rows, otherMean, otherSquares, otherRows, 0, columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(float* mean, float* squares, int rows, float* runningMean, float* runningVariance, int columns)
    {
        int wide = Wide(columns);
        if (wide > 0) BatchNormKernel.Finish<TWide, TWideVector>(mean, squares, rows, runningMean, runningVariance, 0, wide);
        if (wide < columns)
            BatchNormKernel.Finish<TNarrow, TNarrowVector>(mean, squares, rows, runningMean, runningVariance, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Normalise<TActivation>(
        float* z, float* output, nint stride, int rows, float* mean, float* inverseDeviation, float* gamma, float* beta, int columns)
        where TActivation : IActivation
    {
        if (FitsTwice(stride, rows, columns))
        {
            NormalisePairs<TActivation>(z, output, stride, rows, mean, inverseDeviation, gamma, beta);
            nint done = rows / 2 * 2 * stride;
            z += done;
            output += done;
            if ((rows %= 2) == 0) return;
        }

        int wide = Wide(columns);
        if (wide > 0)
            BatchNormKernel.Normalise<TWide, TWideVector, TActivation>(
                z, output, stride, rows, mean, inverseDeviation, gamma, beta, 0, wide);
        if (wide < columns)
            BatchNormKernel.Normalise<TNarrow, TNarrowVector, TActivation>(
                z, output, stride, rows, mean, inverseDeviation, gamma, beta, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BackwardSums<TActivation>(
        float* gradient, float* output, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums, int columns)
        where TActivation : IActivation
    {
        int wide = Wide(columns);
        if (wide > 0)
            BatchNormKernel.BackwardSums<TWide, TWideVector, TActivation>(
                gradient, output, normalised, stride, rows, gammaSums, betaSums, 0, wide);
        if (wide < columns)
            BatchNormKernel.BackwardSums<TNarrow, TNarrowVector, TActivation>(
                gradient, output, normalised, stride, rows, gammaSums, betaSums, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BackwardInput(
        float* gradient, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums, float* gamma,
        float* inverseDeviation, int batchRows, int columns)
    {
        if (FitsTwice(stride, rows, columns))
        {
            BackwardInputPairs(gradient, normalised, stride, rows, gammaSums, betaSums, gamma, inverseDeviation, batchRows);
            nint done = rows / 2 * 2 * stride;
            gradient += done;
            normalised += done;
            if ((rows %= 2) == 0) return;
        }

        int wide = Wide(columns);
        if (wide > 0)
            BatchNormKernel.BackwardInput<TWide, TWideVector>(
                gradient, normalised, stride, rows, gammaSums, betaSums, gamma, inverseDeviation, batchRows, 0, wide);
        if (wide < columns)
            BatchNormKernel.BackwardInput<TNarrow, TNarrowVector>(
                gradient, normalised, stride, rows, gammaSums, betaSums, gamma, inverseDeviation, batchRows, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Activate<TActivation>(float* values, nint stride, int rows, int columns)
        where TActivation : IActivation
    {
        // Rows without a gap are one long row: narrow layers fill wide vectors too.
        if (columns == stride) (rows, columns) = (1, rows * columns);
        int wide = Wide(columns);
        if (wide > 0) ActivationKernel.Apply<TWide, TWideVector, TActivation>(values, stride, rows, 0, wide);
        if (wide < columns) ActivationKernel.Apply<TNarrow, TNarrowVector, TActivation>(values, stride, rows, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ActivationGradient<TActivation>(float* gradient, float* output, nint stride, int rows, int columns)
        where TActivation : IActivation
    {
        if (columns == stride) (rows, columns) = (1, rows * columns);
        int wide = Wide(columns);
        if (wide > 0) ActivationKernel.Backward<TWide, TWideVector, TActivation>(gradient, output, stride, rows, 0, wide);
        if (wide < columns) ActivationKernel.Backward<TNarrow, TNarrowVector, TActivation>(gradient, output, stride, rows, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ColumnSums(float* values, nint stride, int rows, float* sums, int columns)
    {
        int wide = Wide(columns);
        if (wide > 0) ActivationKernel.ColumnSums<TWide, TWideVector>(values, stride, rows, sums, 0, wide);
        if (wide < columns) ActivationKernel.ColumnSums<TNarrow, TNarrowVector>(values, stride, rows, sums, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LossGradient<TLoss>(
        float* outputs, float* targets, float* gradient, nint stride, int rows, float scale, float* columnSums, int columns)
        where TLoss : ILoss
    {
        int wide = Wide(columns);
        if (wide > 0) LossKernel.Gradient<TWide, TWideVector, TLoss>(outputs, targets, gradient, stride, rows, scale, columnSums, 0, wide);
        if (wide < columns)
            LossKernel.Gradient<TNarrow, TNarrowVector, TLoss>(outputs, targets, gradient, stride, rows, scale, columnSums, wide, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RowLosses<TLoss>(float* outputs, float* targets, nint stride, int rows, double scale, double* losses, int columns)
        where TLoss : ILoss =>
        LossKernel.Rows<TNarrow, TNarrowVector, TLoss>(outputs, targets, stride, rows, columns, scale, losses);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ValueLosses<TLoss>(float* outputs, float* targets, float* losses, nint stride, int rows, int columns)
        where TLoss : ILoss =>
        LossKernel.Values<TNarrow, TNarrowVector, TLoss>(outputs, targets, losses, stride, rows, 0, columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(float* target, float* addend, int count) =>
        ActivationKernel.AddTo<TNarrow, TNarrowVector>(target, addend, 0, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Adam(
        float* parameters, float* gradient, float* mean, float* square, float stepSize, float epsilon, int from, int to) =>
        AdamKernel.Step<TWide, TWideVector>(parameters, gradient, mean, square, stepSize, epsilon, from, to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Wide(int columns) => columns / TWide.Count * TWide.Count;

    // Two rows of a narrow layer fill one wide vector, with what goes with a column standing twice side by side: worth it for many rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool FitsTwice(nint stride, int rows, int columns) => 2 * columns == TWide.Count && columns == stride && rows >= 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void NormalisePairs<TActivation>(
        float* z, float* output, nint stride, int rows, float* mean, float* inverseDeviation, float* gamma, float* beta)
        where TActivation : IActivation
    {
        float* twice = stackalloc float[4 * MostLanes];
        BatchNormKernel.Normalise<TWide, TWideVector, TActivation>(
            z, output, 2 * stride, rows / 2, Twice(mean, twice, 0), Twice(inverseDeviation, twice, 1), Twice(gamma, twice, 2),
            Twice(beta, twice, 3), 0, TWide.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void BackwardInputPairs(
        float* gradient, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums, float* gamma,
        float* inverseDeviation, int batchRows)
    {
        float* twice = stackalloc float[4 * MostLanes];
        BatchNormKernel.BackwardInput<TWide, TWideVector>(
            gradient, normalised, 2 * stride, rows / 2, Twice(gammaSums, twice, 0), Twice(betaSums, twice, 1), Twice(gamma, twice, 2),
            Twice(inverseDeviation, twice, 3), batchRows, 0, TWide.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Twice(float* values, float* memory, int place)
    {
        float* both = memory + (place * MostLanes);
        TNarrowVector once = TNarrow.Load(values);
        TNarrow.Store(both, once);
        TNarrow.Store(both + TNarrow.Count, once);
        return both;
    }
}
