using System.Diagnostics;
using AnomalyNotebooks.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace AnomalyNotebooks;

/// <summary>
/// One training run in TorchSharp. Each batch has a <see cref="DisposeScope"/> of its own, so that the tensors of a step are gone
/// before the next one: memory stays flat however many epochs there are.
/// </summary>
internal sealed class TorchTraining : IDisposable
{
    private readonly AutoencoderOptions options;
    private readonly FeatureMatrix train, validation;
    private readonly int[]? order;
    private readonly SeededRandom orderRandom, noiseRandom;
    private readonly DisposeScope scope;
    private readonly TorchAutoencoder network;
    private readonly TorchAdam adam;
    private readonly PlateauSchedule schedule;
    private readonly Tensor rows; // (training rows, features)
    private readonly int rowsPerEpoch;
    private long steps;

    public TorchTraining(AutoencoderOptions options, AutoencoderWeights initial, FeatureMatrix train, FeatureMatrix validation, ulong seed,
        Device device)
    {
        (this.options, this.train, this.validation) = (options, train, validation);
        order = options.Shuffle ? [.. Enumerable.Range(0, train.Rows)] : null;
        orderRandom = TrainingStreams.Order(seed);
        noiseRandom = TrainingStreams.Noise(seed);
        // BatchNorm cannot normalise by the variance of one row: a last batch of a single row is left out.
        rowsPerEpoch = options.BatchNorm && train.Rows > 1 && train.Rows % Math.Min(options.BatchSize, train.Rows) == 1 ? train.Rows - 1
            : train.Rows;
        steps = initial.BatchesTracked;

        scope = NewDisposeScope();
        network = TorchAutoencoder.FromWeights(initial, options.Activation).to(device);
        rows = torch.tensor(train.Values, [train.Rows, train.Columns], device: device);
        adam = new TorchAdam(network.TrainedParameters());
        schedule = new PlateauSchedule(options.LearningRate, options.PlateauPatience, options.PlateauFactor);
    }

    public (AutoencoderWeights Weights, IReadOnlyList<EpochReport> History) Run(
        IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        var history = new List<EpochReport>();
        AutoencoderWeights? best = null;
        (int bestEpoch, double bestLoss) = (0, double.PositiveInfinity);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            double learningRate = schedule.LearningRate, trainLoss = TrainEpoch(epoch, cancellation);
            double[] losses = network.Score(validation, options.Loss);
            double validationLoss = losses.Average();
            if (!double.IsFinite(validationLoss)) throw new TrainingDivergedException(epoch, Step(rowsPerEpoch - 1), learningRate);
            if (validationLoss < bestLoss) (best, bestEpoch, bestLoss) = (network.ToWeights(steps), epoch, validationLoss);

            var report = new EpochReport(epoch, options.Epochs, trainLoss, validationLoss, learningRate,
                Stopwatch.GetElapsedTime(start).TotalSeconds, bestEpoch, bestLoss, IsCollapsed(losses));
            history.Add(report);
            progress?.Report(report);
            if (epoch - bestEpoch >= options.EarlyStoppingPatience) break;
            schedule.Step(validationLoss);
        }

        return (best!, history);
    }

    public void Dispose()
    {
        adam.Dispose();
        network.Dispose();
        scope.Dispose();
    }

    // Mean loss per row, in training mode, while the weights change.
    private double TrainEpoch(int epoch, CancellationToken cancellation)
    {
        network.train();
        if (order is not null) orderRandom.Shuffle<int>(order);
        double sum = 0;
        for (int start = 0; start < rowsPerEpoch; start += options.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var batchScope = NewDisposeScope();
            Tensor target = Batch(start, Math.Min(options.BatchSize, rowsPerEpoch - start)); // (batch rows, features)
            Tensor input = options.SwapNoise > 0 ? Swap(target) : target;
            Tensor loss = TorchAutoencoder.RowLosses(network.call(input), target, options.Loss).sum();
            float value = loss.cpu().item<float>();
            if (!float.IsFinite(value)) throw new TrainingDivergedException(epoch, Step(start), schedule.LearningRate);
            adam.ZeroGradients();
            loss.backward();
            adam.Step(schedule.LearningRate);
            sum += value;
            steps++;
        }

        return sum / rowsPerEpoch;
    }

    private int Step(int row) => (row / options.BatchSize) + 1;

    private Tensor Batch(int start, int count)
    {
        if (order is null) return rows.narrow(0, start, count);
        long[] chosen = Array.ConvertAll(order[start..(start + count)], row => (long)row);
        return rows.index_select(0, torch.tensor(chosen, device: rows.device));
    }

    // Drawn value by value in the order of the managed engine, so that both see the same noise.
    private Tensor Swap(Tensor target)
    {
        float[] values = target.cpu().data<float>().ToArray();
        for (int i = 0; i < values.Length; i++)
            if (noiseRandom.NextDouble() < options.SwapNoise) values[i] = train[noiseRandom.Next(train.Rows), i % train.Columns];
        return torch.tensor(values, target.shape, device: rows.device);
    }

    // One distinct loss though the rows differ.
    private bool IsCollapsed(double[] losses) =>
        !losses.AsSpan().ContainsAnyExcept(losses[0]) && Enumerable.Range(1, validation.Rows - 1)
            .Any(row => !validation.Row(row).SequenceEqual(validation.Row(0)));
}
