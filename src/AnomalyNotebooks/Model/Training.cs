using System.Diagnostics;

namespace AnomalyNotebooks;

/// <summary>A network in training: the plain one, or one of the vector engine.</summary>
internal interface ITrainingNetwork : IDisposable
{
    /// <summary>One step of Adam on a batch.</summary>
    /// <param name="rows">Numbers of the training rows in the batch, to be reconstructed.</param>
    /// <param name="donors">For each value of the batch, the training row that the input takes it from; empty where inputs are the rows
    /// themselves.</param>
    /// <param name="learningRate">Adam's step size.</param>
    /// <returns>The sum of the rows' losses before the step; where it is not finite, no step was made.</returns>
    float Step(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, double learningRate);

    /// <summary>A copy of the weights.</summary>
    AutoencoderWeights Weights();
}

/// <summary>Epochs of steps, each epoch followed by a validation; keeps the weights of the best one. The same for every network.</summary>
/// <param name="name">What <see cref="AutoencoderOptions.Engine"/> calls it by.</param>
/// <param name="start">Makes the network to be trained.</param>
/// <param name="fitted">Makes the network that validates.</param>
internal sealed class Training(
    string name,
    Func<AutoencoderWeights, AutoencoderOptions, FeatureMatrix, ITrainingNetwork> start,
    Func<AutoencoderWeights, AutoencoderOptions, IFittedNetwork> fitted) : IAutoencoderEngine
{
    public string Name => name;

    public (AutoencoderWeights Weights, IReadOnlyList<EpochReport> History) Train(
        AutoencoderOptions options, AutoencoderWeights initial, FeatureMatrix train, FeatureMatrix validation, ulong seed,
        IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        using ITrainingNetwork network = start(initial, options, train);
        var batches = new TrainingBatches(train, options, seed);
        var plateau = new PlateauSchedule(options.LearningRate, options.PlateauPatience, options.PlateauFactor);
        var history = new List<EpochReport>();
        var losses = new double[validation.Rows];
        AutoencoderWeights best = initial;
        (int bestEpoch, double bestLoss) = (0, double.PositiveInfinity);

        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long began = Stopwatch.GetTimestamp();
            double rate = plateau.LearningRate, trainLoss = Epoch(network, batches, epoch, rate, cancellation);

            AutoencoderWeights weights = network.Weights();
            fitted(weights, options).Score(validation.Values, losses, cancellation);
            double validationLoss = Mean(losses);
            if (!double.IsFinite(validationLoss)) throw new TrainingDivergedException(epoch, batches.Count, rate);
            if (validationLoss < bestLoss) (best, bestEpoch, bestLoss) = (weights, epoch, validationLoss);

            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var report = new EpochReport(
                epoch, options.Epochs, trainLoss, validationLoss, rate, seconds, bestEpoch, bestLoss, IsCollapsed(losses, validation));
            history.Add(report);
            progress?.Report(report);
            if (epoch - bestEpoch >= options.EarlyStoppingPatience) break;
            plateau.Step(validationLoss);
        }

        return (best, history);
    }

    // The mean loss of a row, each before the step that it is part of.
    private static double Epoch(ITrainingNetwork network, TrainingBatches batches, int epoch, double rate, CancellationToken cancellation)
    {
        double loss = 0;
        batches.BeginEpoch();
        for (int step = 0; step < batches.Count; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> rows = batches.Take(step, out ReadOnlySpan<int> donors);
            float stepLoss = network.Step(rows, donors, rate);
            if (!float.IsFinite(stepLoss)) throw new TrainingDivergedException(epoch, step + 1, rate);
            loss += stepLoss;
        }

        return loss / batches.Rows;
    }

    private static double Mean(double[] losses)
    {
        double sum = 0;
        foreach (double loss in losses) sum += loss;
        return sum / losses.Length;
    }

    // One distinct loss though the rows differ.
    private static bool IsCollapsed(double[] losses, FeatureMatrix rows)
    {
        if (losses.AsSpan().ContainsAnyExcept(losses[0])) return false;
        for (int r = 1; r < rows.Rows; r++)
            if (!rows.Row(r).SequenceEqual(rows.Row(0))) return true;
        return false;
    }
}

/// <summary>The rows of an epoch, cut into batches: in their order or shuffled each epoch, with or without swap noise.</summary>
/// <remarks>A last batch of a single row is left out under BatchNorm, which cannot normalise by the variance of one row.</remarks>
internal sealed class TrainingBatches
{
    private readonly int[] order, donors;
    private readonly int trainRows, features, batchSize;
    private readonly bool shuffles;
    private readonly double noise;
    private readonly SeededRandom orderRandom, noiseRandom;

    public TrainingBatches(FeatureMatrix train, AutoencoderOptions options, ulong seed)
    {
        (trainRows, features, batchSize) = (train.Rows, train.Columns, Math.Min(options.BatchSize, train.Rows));
        (shuffles, noise) = (options.Shuffle, options.SwapNoise);
        (orderRandom, noiseRandom) = (TrainingStreams.Order(seed), TrainingStreams.Noise(seed));
        order = [.. Enumerable.Range(0, trainRows)];
        donors = noise > 0 ? new int[batchSize * features] : [];
        Rows = options.BatchNorm && trainRows > 1 && trainRows % batchSize == 1 ? trainRows - 1 : trainRows;
        Count = (Rows + batchSize - 1) / batchSize;
    }

    /// <summary>Batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>Rows in an epoch.</summary>
    public int Rows { get; }

    public void BeginEpoch()
    {
        if (shuffles) orderRandom.Shuffle<int>(order);
    }

    /// <summary>The rows of batch number <paramref name="step"/>, and with noise the rows that their input values come from; valid until
    /// the next call.</summary>
    public ReadOnlySpan<int> Take(int step, out ReadOnlySpan<int> inputDonors)
    {
        int from = step * batchSize;
        ReadOnlySpan<int> rows = order.AsSpan(from, Math.Min(batchSize, Rows - from));
        if (noise > 0)
        {
            for (int r = 0; r < rows.Length; r++)
                for (int f = 0; f < features; f++)
                    donors[(r * features) + f] = noiseRandom.NextDouble() < noise ? noiseRandom.Next(trainRows) : rows[r];
        }

        inputDonors = donors.AsSpan(0, noise > 0 ? rows.Length * features : 0);
        return rows;
    }
}

/// <summary>Lowers the learning rate when the validation loss no longer falls: PyTorch's <c>ReduceLROnPlateau</c> (mode min, relative
/// threshold 1e-4, no cooldown, changes below 1e-8 left out).</summary>
internal sealed class PlateauSchedule(double learningRate, int? patience, double factor)
{
    private double best = double.PositiveInfinity;
    private int epochsWithoutProgress;

    public double LearningRate { get; private set; } = learningRate;

    /// <summary>To be told the validation loss after each epoch.</summary>
    public void Step(double loss)
    {
        if (loss < best * (1 - 1e-4))
        {
            best = loss;
            epochsWithoutProgress = 0;
        }
        else if (++epochsWithoutProgress > patience)
        {
            double lowered = LearningRate * factor;
            if (LearningRate - lowered > 1e-8) LearningRate = lowered;
            epochsWithoutProgress = 0;
        }
    }
}
