using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>The engine of this library: epochs of Adam steps, each followed by a validation; keeps the best weights.</summary>
internal sealed class ManagedEngine : IAutoencoderEngine
{
    public const string EngineName = "managed";

    public string Name => EngineName;

    public AutoencoderTraining Train(
        AutoencoderOptions options, AutoencoderWeights initial, FeatureMatrix train, FeatureMatrix validation, ulong seed,
        IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        using ITrainingNetwork network = EngineFactory.Training(initial, options);
        var batches = new TrainingBatches(train, options, seed);
        var schedule = new PlateauSchedule(options.LearningRate, options.PlateauPatience, options.PlateauFactor);
        var history = new List<EpochReport>();
        var validationLosses = new double[validation.Rows];
        AutoencoderWeights best = initial;
        (int bestEpoch, double bestLoss) = (0, double.PositiveInfinity);

        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            double rate = schedule.LearningRate, trainLoss = TrainEpoch(network, batches, epoch, rate, cancellation);

            AutoencoderWeights weights = network.Export();
            EngineFactory.Inference(weights, options).Score(validation.Values, validationLosses);
            double validationLoss = Mean(validationLosses);
            if (!double.IsFinite(validationLoss)) throw new TrainingDivergedException(epoch, batches.Count, rate);
            if (validationLoss < bestLoss) (best, bestEpoch, bestLoss) = (weights, epoch, validationLoss);

            var report = new EpochReport(epoch, options.Epochs, trainLoss, validationLoss, rate, Stopwatch.GetElapsedTime(start).TotalSeconds,
                bestEpoch, bestLoss, IsCollapsed(validationLosses, validation));
            history.Add(report);
            progress?.Report(report);
            if (epoch - bestEpoch >= options.EarlyStoppingPatience) break;
            schedule.Step(validationLoss);
        }

        return new AutoencoderTraining(best, history);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double TrainEpoch(ITrainingNetwork network, TrainingBatches batches, int epoch, double rate, CancellationToken cancellation)
    {
        double loss = 0;
        batches.BeginEpoch();
        for (int step = 0; step < batches.Count; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            batches.Take(step, out float* inputs, out float* targets, out int rows);
            float stepLoss = network.Step(inputs, targets, rows, rate);
            if (!float.IsFinite(stepLoss)) throw new TrainingDivergedException(epoch, step + 1, rate);
            loss += stepLoss;
        }

        GC.KeepAlive(batches); // steps read its rows by pointer
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
