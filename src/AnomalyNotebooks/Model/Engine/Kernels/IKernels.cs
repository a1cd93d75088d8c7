namespace AnomalyNotebooks.Engine;

/// <summary>All kernels for one choice of lanes; a network is compiled once for each choice. What each does stands where it is written:
/// <see cref="MatrixKernel"/>, <see cref="BatchNormKernel"/>, <see cref="ActivationKernel"/>, <see cref="LossKernel"/>,
/// <see cref="AdamKernel"/>.</summary>
internal unsafe interface IKernels
{
    static abstract void MultiplyAdd(float* a, nint aRow, nint aStep, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow,
        int rows, int depth, int columns);

    static abstract void Statistics(float* z, nint stride, int rows, float* mean, float* squares, int columns);

    static abstract void Merge(float* mean, float* squares, int rows, float* otherMean, float* otherSquares, int otherRows, int columns);

    static abstract void Finish(float* mean, float* squares, int rows, float* runningMean, float* runningVariance, int columns);

    static abstract void Normalise<TActivation>(float* z, float* output, nint stride, int rows, float* mean, float* inverseDeviation,
        float* gamma, float* beta, int columns) where TActivation : IActivation;

    static abstract void BackwardSums<TActivation>(float* gradient, float* output, float* normalised, nint stride, int rows,
        float* gammaSums, float* betaSums, int columns) where TActivation : IActivation;

    static abstract void BackwardInput(float* gradient, float* normalised, nint stride, int rows, float* gammaSums, float* betaSums,
        float* gamma, float* inverseDeviation, int batchRows, int columns);

    static abstract void Activate<TActivation>(float* values, nint stride, int rows, int columns) where TActivation : IActivation;

    static abstract void ActivationGradient<TActivation>(float* gradient, float* output, nint stride, int rows, int columns)
        where TActivation : IActivation;

    static abstract void ColumnSums(float* values, nint stride, int rows, float* sums, int columns);

    static abstract void LossGradient<TLoss>(float* outputs, float* targets, float* gradient, nint stride, int rows, float scale,
        float* columnSums, int columns) where TLoss : ILoss;

    static abstract void RowLosses<TLoss>(float* outputs, float* targets, nint stride, int rows, double scale, double* losses, int columns)
        where TLoss : ILoss;

    static abstract void ValueLosses<TLoss>(float* outputs, float* targets, float* losses, nint stride, int rows, int columns)
        where TLoss : ILoss;

    static abstract void AddTo(float* target, float* addend, int count);

    static abstract void Adam(
        float* parameters, float* gradient, float* mean, float* square, float stepSize, float epsilon, int from, int to);
}
