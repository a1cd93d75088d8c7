using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace AnomalyNotebooks.Peers;

/// <summary>ML.NET's randomized PCA, and its LightGBM as a classifier of two halves, with LightGBM itself beside it; times in
/// seconds.</summary>
internal sealed class MlNetDetectors
{
    private readonly MLContext context = new(seed: 1);
    private readonly Dictionary<string, ITransformer> fitted = new(StringComparer.Ordinal);
    private readonly LightGbm lightGbm = new();
    private IDataView? data;

    /// <summary>Reads float32 numbers, row by row.</summary>
    public double Load(string path, int rows, int columns)
    {
        float[] values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
        lightGbm.Load(values, rows, columns);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, columns);
        data = context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row =>
            new Row { Features = values[(row * columns)..((row + 1) * columns)], Label = row % 2 == 1 }).ToArray(), schema);
        return 0;
    }

    public double Fit(string what)
    {
        if (what == "lightgbm") return lightGbm.Fit();
        IEstimator<ITransformer> estimator = what switch
        {
            "pca" => context.AnomalyDetection.Trainers.RandomizedPca(rank: 16, ensureZeroMean: true),
            "boosting" => context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
            {
                NumberOfIterations = 100,
                NumberOfLeaves = 31,
                LearningRate = 0.1,
                MinimumExampleCountPerLeaf = 20,
                MaximumBinCountPerFeature = 255,
                NumberOfThreads = Environment.ProcessorCount,
            }),
            _ => throw new ArgumentException($"ML.NET is not asked for '{what}'.", nameof(what)),
        };
        return Seconds(() => fitted[what] = estimator.Fit(data));
    }

    public double Score(string what) => what == "lightgbm" ? lightGbm.Score()
        : Seconds(() =>
        {
            foreach (float _ in fitted[what].Transform(data).GetColumn<float>("Score")) { } // read, since it is computed then
        });

    public static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
