using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// The network in training, with the bits of <see cref="Network"/>. A batch is cut into sections of at least 128 rows, at most 8, by its
/// size alone; threads share the sections, and what sections sum up is merged in their order: the number of threads changes no bit.
/// </summary>
internal sealed unsafe class VectorNetwork<TKernels, TActivation, TLoss> : ITrainingNetwork
    where TKernels : IKernels
    where TActivation : IActivation
    where TLoss : ILoss
{
    private readonly PaddedRows train;
    private readonly Layer[] layers;
    private readonly ParameterBlock parameters;
    private readonly WorkerTeam team;
    private readonly AlignedFloats zeros;
    private readonly AlignedFloats columnLosses; // [sections, lossColumns]
    private readonly Action<int> linear, normalise, lossGradient, activationGradient, linearGradient;
    private readonly int features;
    private long batchesTracked;

    // The step under way.
    private float* batchInputs, batchTargets;
    private int batchRows, sections, sectionRows, current;

    public VectorNetwork(AutoencoderWeights weights, AutoencoderOptions options, FeatureMatrix train)
    {
        this.train = new PaddedRows(train, options);
        features = weights.LayerSizes[0];
        int batchSize = Math.Min(options.BatchSize, train.Rows), mostSections = BatchSums.Sections(batchSize);
        layers = LayerWeights.CreateLayers(weights, batchSize, mostSections);
        parameters = new ParameterBlock(layers, mostSections);
        LayerWeights.Import(weights, layers, parameters);
        batchesTracked = weights.BatchesTracked;
        TransposeWeights();
        zeros = new AlignedFloats(layers.Max(layer => layer.Stride));
        columnLosses = new AlignedFloats((long)mostSections * layers[^1].VectorCount);
        team = new WorkerTeam(Threads(options.Threads, batchSize, parameters.Count));
        (linear, normalise, lossGradient, activationGradient, linearGradient) = (
            Linear, Normalise, LossGradient, ActivationGradient, LinearGradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Step(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, double learningRate)
    {
        batchTargets = train.Take(rows);
        batchInputs = donors.IsEmpty ? batchTargets : train.TakeValues(donors);
        batchRows = rows.Length;
        sections = BatchSums.Sections(batchRows);
        sectionRows = BatchSums.SectionRows(batchRows);
        Forward();
        float loss = Loss();
        if (!float.IsFinite(loss)) return loss;
        Backward();
        parameters.AdamStep<TKernels>(learningRate);
        TransposeWeights();
        batchesTracked++;
        return loss;
    }

    public AutoencoderWeights Weights() => LayerWeights.Export(layers, parameters, batchesTracked);

    public void Dispose() => team.Dispose();

    // ---- forward -------------------------------------------------------------------------------------------------------------

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward()
    {
        for (current = 0; current < layers.Length; current++)
        {
            team.Run(linear, sections);
            if (!layers[current].HasNorm) continue;
            MergeStatistics(layers[current]);
            team.Run(normalise, sections);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Linear(int section)
    {
        Layer layer = layers[current];
        (int from, int rows) = RowsOf(section);
        float* z = layer.PreActivation + ((nint)from * layer.Stride);
        TKernels.MultiplyAdd( // z[rows, outputs] = x[rows, inputs] W[inputs, outputs] + b
            InputOf(current, from), layer.InputStride, 1, parameters.Values + layer.Offset, layer.Stride,
            parameters.BiasOf(layer), 0, z, layer.Stride, rows, layer.Inputs, layer.Columns);
        if (layer.HasNorm)
            TKernels.Statistics(z, layer.Stride, rows, MeanOf(layer, section), SquaresOf(layer, section), layer.Columns);
        else if (layer.HasActivation)
            TKernels.Activate<TActivation>(z, layer.Stride, rows, layer.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Normalise(int section)
    {
        Layer layer = layers[current];
        (int from, int rows) = RowsOf(section);
        nint at = (nint)from * layer.Stride;
        float* gamma = parameters.Values + layer.VectorOffset;
        TKernels.Normalise<TActivation>( // output = activation(γ x̂ + β)
            layer.PreActivation + at, layer.Output + at, layer.Stride, rows, layer.Mean, layer.Squares, gamma, gamma + layer.VectorCount,
            layer.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Loss()
    {
        team.Run(lossGradient, sections);
        Layer last = layers[^1];
        float sum = LossKernel.Sum(columnLosses.Start, last.Columns);
        for (int section = 1; section < sections; section++)
            sum += LossKernel.Sum(columnLosses.Start + (section * last.VectorCount), last.Columns);
        return sum * TLoss.Scale(features);
    }

    // ---- backward ------------------------------------------------------------------------------------------------------------

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward()
    {
        for (current = layers.Length - 1; current >= 0; current--)
        {
            Layer layer = layers[current];
            if (layer.HasActivation) team.Run(activationGradient, sections);
            if (layer.HasNorm) MergeSums(layer.VectorOffset, 2 * layer.VectorCount);
            team.Run(linearGradient, sections);
            MergeSums(layer.Offset, layer.WeightCount);
            if (layer.TrainsBias) MergeSums(layer.VectorOffset, layer.VectorCount);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LossGradient(int section)
    {
        Layer last = layers[^1];
        (int from, int rows) = RowsOf(section);
        nint at = (nint)from * last.Stride;
        TKernels.LossGradient<TLoss>( // ∂y = loss'(y - x)
            last.Output + at, batchTargets + at, last.Gradient + at, last.Stride, rows, TLoss.Scale(features),
            columnLosses.Start + (section * last.VectorCount), last.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ActivationGradient(int section)
    {
        Layer layer = layers[current];
        (int from, int rows) = RowsOf(section);
        nint at = (nint)from * layer.Stride;
        float* gammaSums = parameters.GradientOf(section) + layer.VectorOffset;
        if (layer.HasNorm) // ∂(γ x̂ + β), and its sums ∂γ and ∂β
            TKernels.BackwardSums<TActivation>(layer.Gradient + at, layer.Output + at, layer.PreActivation + at, layer.Stride, rows,
                gammaSums, gammaSums + layer.VectorCount, layer.Columns);
        else
            TKernels.ActivationGradient<TActivation>(layer.Gradient + at, layer.Output + at, layer.Stride, rows, layer.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LinearGradient(int section)
    {
        Layer layer = layers[current];
        (int from, int rows) = RowsOf(section);
        nint at = (nint)from * layer.Stride;
        float* dz = layer.Gradient + at, sums = parameters.GradientOf(section);
        if (layer.HasNorm) // ∂z
        {
            float* gammaSums = parameters.Gradient + layer.VectorOffset, gamma = parameters.Values + layer.VectorOffset;
            TKernels.BackwardInput(dz, layer.PreActivation + at, layer.Stride, rows, gammaSums, gammaSums + layer.VectorCount, gamma,
                layer.Squares, batchRows, layer.Columns);
        }

        if (layer.TrainsBias) TKernels.ColumnSums(dz, layer.Stride, rows, sums + layer.VectorOffset, layer.Columns); // ∂b

        TKernels.MultiplyAdd( // ∂W[inputs, outputs] = xᵀ[inputs, rows] ∂z[rows, outputs]
            InputOf(current, from), 1, layer.InputStride, dz, layer.Stride,
            zeros.Start, 0, sums + layer.Offset, layer.Stride, layer.RoundedInputs, rows, layer.Columns);
        if (current == 0) return;
        Layer before = layers[current - 1];
        TKernels.MultiplyAdd( // ∂x[rows, inputs] = ∂z[rows, outputs] Wᵀ[outputs, inputs]
            dz, layer.Stride, 1, layer.Transposed, layer.InputStride,
            zeros.Start, 0, before.Gradient + ((nint)from * before.Stride), before.Stride, rows, layer.Outputs, before.Columns);
    }

    // ---- sections ------------------------------------------------------------------------------------------------------------

    // Threads worth having: handing a section to another thread costs more than it saves below so many multiply-adds of a step.
    private static int Threads(int asked, int batchRows, int parameters)
    {
        const long WorthAThread = 2_000_000;
        int most = asked > 0 ? asked : (long)batchRows * parameters < WorthAThread ? 1 : Environment.ProcessorCount;
        return Math.Min(most, BatchSums.Sections(batchRows));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int From, int Rows) RowsOf(int section)
    {
        int from = section * sectionRows;
        return (from, Math.Min(sectionRows, batchRows - from));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float* InputOf(int layer, int row) => layer == 0
        ? batchInputs + ((nint)row * layers[0].InputStride)
        : layers[layer - 1].Output + ((nint)row * layers[layer].InputStride);

    private static float* MeanOf(Layer layer, int section) => layer.Mean + ((nint)section * layer.VectorCount);

    private static float* SquaresOf(Layer layer, int section) => layer.Squares + ((nint)section * layer.VectorCount);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeStatistics(Layer layer)
    {
        for (int section = 1; section < sections; section++)
            TKernels.Merge(layer.Mean, layer.Squares, section * sectionRows, MeanOf(layer, section), SquaresOf(layer, section),
                RowsOf(section).Rows, layer.Columns);
        TKernels.Finish(layer.Mean, layer.Squares, batchRows, layer.RunningMean, layer.RunningVariance, layer.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeSums(int offset, int count)
    {
        for (int section = 1; section < sections; section++)
            TKernels.AddTo(parameters.Gradient + offset, parameters.GradientOf(section) + offset, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransposeWeights()
    {
        for (int l = 1; l < layers.Length; l++)
        {
            Layer layer = layers[l];
            TransposeKernel.Run(parameters.Values + layer.Offset, layer.Stride, layer.Transposed, layer.InputStride, layer.Inputs,
                layer.Outputs);
        }
    }
}
