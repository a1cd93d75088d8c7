namespace AnomalyNotebooks;

/// <summary>Runs each kernel over all columns: by wide vectors as far as they reach, the last 8 columns by narrow ones where 16 do not fit.</summary>
internal static unsafe class Kernels<TWide, TNarrow>
    where TWide : struct, ILanes<TWide>
    where TNarrow : struct, ILanes<TNarrow>
{
    public static void Statistics(float* z, nint stride, int rows, float* mean, float* squares, int columns)
    {
        int wide = Wide(columns);
        if (wide > 0) BatchNormKernel.Statistics<TWide>(z, stride, rows, mean, squares, 0, wide);
        if (wide < columns) BatchNormKernel.Statistics<TNarrow>(z, stride, rows, mean, squares, wide, columns);
    }

    public static void Merge(float* mean, float* squares, int rows, float* otherMean, float* otherSquares, int otherRows, int columns) =>
        BatchNormKernel.Merge<TNarrow>(mean, squares, rows, otherMean, otherSquares, otherRows, 0, columns);

    public static void Finish(float* mean, float* squares, int rows, float* runningMean, float* runningVariance, int columns)
    {
        int wide = Wide(columns);
        if (wide > 0) BatchNormKernel.Finish<TWide>(mean, squares, rows, runningMean, runningVariance, 0, wide);
        if (wide < columns) BatchNormKernel.Finish<TNarrow>(mean, squares, rows, runningMean, runningVariance, wide, columns);
    }

    public static void Normalise<TActivation>(float* z, float* output, nint stride, int rows, float* mean, float* inverseDeviation, float* gamma, float* beta, int columns)
        where TActivation : IActivation
    {
        int wide = Wide(columns);
        if (wide > 0) BatchNormKernel.Normalise<TWide, TActivation>(z, output, stride, rows, mean, inverseDeviation, gamma, beta, 0, wide);
        if (wide < columns) BatchNormKernel.Normalise<TNarrow, TActivation>(z, output, stride, rows, mean, inverseDeviation, gamma, beta, wide, columns);
    }

    public static void BackwardSums<TActivation>(float* gradient, float* output, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums, int columns)
        where TActivation : IActivation
    {
        int wide = Wide(columns);
        if (wide > 0) BatchNormKernel.BackwardSums<TWide, TActivation>(gradient, output, normalised, stride, rows, gammaSums, betaSums, 0, wide);
        if (wide < columns) BatchNormKernel.BackwardSums<TNarrow, TActivation>(gradient, output, normalised, stride, rows, gammaSums, betaSums, wide, columns);
    }

    public static void BackwardInput(
        float* gradient, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums, float* gamma, float* inverseDeviation, int batchRows, int columns)
    {
        int wide = Wide(columns);
        if (wide > 0) BatchNormKernel.BackwardInput<TWide>(gradient, normalised, stride, rows, gammaSums, betaSums, gamma, inverseDeviation, batchRows, 0, wide);
        if (wide < columns) BatchNormKernel.BackwardInput<TNarrow>(gradient, normalised, stride, rows, gammaSums, betaSums, gamma, inverseDeviation, batchRows, wide, columns);
    }

    public static void Activate<TActivation>(float* values, nint stride, int rows, int columns)
        where TActivation : IActivation
    {
        int wide = Wide(columns);
        if (wide > 0) ActivationKernel.Apply<TWide, TActivation>(values, stride, rows, 0, wide);
        if (wide < columns) ActivationKernel.Apply<TNarrow, TActivation>(values, stride, rows, wide, columns);
    }

    public static void ActivationGradient<TActivation>(float* gradient, float* output, nint stride, int rows, int columns)
        where TActivation : IActivation
    {
        int wide = Wide(columns);
        if (wide > 0) ActivationKernel.Backward<TWide, TActivation>(gradient, output, stride, rows, 0, wide);
        if (wide < columns) ActivationKernel.Backward<TNarrow, TActivation>(gradient, output, stride, rows, wide, columns);
    }

    public static void ColumnSums(float* values, nint stride, int rows, float* sums, int columns)
    {
        int wide = Wide(columns);
        if (wide > 0) ActivationKernel.ColumnSums<TWide>(values, stride, rows, sums, 0, wide);
        if (wide < columns) ActivationKernel.ColumnSums<TNarrow>(values, stride, rows, sums, wide, columns);
    }

    public static void LossGradient<TLoss>(float* outputs, float* targets, float* gradient, nint stride, int rows, float scale, float* columnSums, int columns)
        where TLoss : ILoss
    {
        int wide = Wide(columns);
        if (wide > 0) LossKernel.Gradient<TWide, TLoss>(outputs, targets, gradient, stride, rows, scale, columnSums, 0, wide);
        if (wide < columns) LossKernel.Gradient<TNarrow, TLoss>(outputs, targets, gradient, stride, rows, scale, columnSums, wide, columns);
    }

    private static int Wide(int columns) => columns / TWide.Count * TWide.Count;
}
