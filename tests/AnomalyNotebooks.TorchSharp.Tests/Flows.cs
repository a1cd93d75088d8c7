namespace AnomalyNotebooks.Tests;

/// <summary>Small matrices that look like scaled flows: a few directions, some noise, many equal values.</summary>
internal static class Flows
{
    public static FeatureMatrix Train { get; } = Make(601, seed: 1);

    public static FeatureMatrix Validation { get; } = Make(200, seed: 2);

    /// <summary>An autoencoder that the managed engine has trained for two epochs.</summary>
    public static Autoencoder Trained(AutoencoderOptions options) =>
        Autoencoder.Fit(options with { Epochs = 2 }, Train, Validation, seed: 5);

    public static AutoencoderWeights TrainedWeights(AutoencoderOptions options) => Trained(options).Weights;

    public static FeatureMatrix Repeat(FeatureMatrix matrix, int rows) =>
        matrix.Take([.. Enumerable.Range(0, rows).Select(row => row % matrix.Rows)]);

    private static FeatureMatrix Make(int rows, ulong seed)
    {
        const int Features = 44, Directions = 5;
        var loadings = new SeededRandom(99);
        double[,] directions = new double[Directions, Features];
        for (int d = 0; d < Directions; d++)
            for (int f = 0; f < Features; f++) directions[d, f] = loadings.NextDouble() < 0.3 ? loadings.NextGaussian() : 0;

        var random = new SeededRandom(seed);
        var values = new float[rows * Features];
        for (int r = 0; r < rows; r++)
        {
            for (int d = 0; d < Directions; d++)
            {
                double amount = random.NextDouble() < 0.4 ? 0 : random.NextDouble();
                for (int f = 0; f < Features; f++) values[(r * Features) + f] += (float)(amount * directions[d, f]);
            }

            for (int f = 0; f < Features; f++) values[(r * Features) + f] += (float)(0.01 * random.NextGaussian());
        }

        return new FeatureMatrix(values, rows, [.. Enumerable.Range(1, Features).Select(f => $"f{f}")]);
    }
}
