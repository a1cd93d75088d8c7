namespace AnomalyNotebooks.Tests.Model;

/// <summary>Small made-up feature matrices in which a few hidden factors drive all features, as in real flows.</summary>
internal static class TestFlows
{
    public static FeatureMatrix Make(int rows, int columns, ulong seed, int factors = 3)
    {
        SeededRandom mix = new(1), random = new(seed);
        double[] loadings = [.. Enumerable.Range(0, factors * columns).Select(_ => mix.NextGaussian() * 0.2)];
        var values = new float[rows * columns];
        var factor = new double[factors];
        for (int r = 0; r < rows; r++)
        {
            for (int k = 0; k < factors; k++) factor[k] = random.NextGaussian();
            for (int c = 0; c < columns; c++)
            {
                double sum = 0.5;
                for (int k = 0; k < factors; k++) sum += factor[k] * loadings[(k * columns) + c];
                values[(r * columns) + c] = (float)Math.Clamp(sum, 0, 1);
            }
        }

        return new FeatureMatrix(values, rows, [.. Enumerable.Range(0, columns).Select(c => $"f{c}")]);
    }
}
