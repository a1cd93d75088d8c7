namespace AnomalyNotebooks.Tests.Model;

/// <summary>The network in plain loops and double precision, forward and backward, read off the definitions: what the kernels have to
/// agree with.</summary>
internal sealed class NaiveNetwork(AutoencoderWeights weights, AutoencoderOptions options)
{
    private readonly IReadOnlyList<int> sizes = weights.LayerSizes;
    private readonly List<double[][]> inputs = [], normalised = [], outputs = []; // of each layer, [row][unit]
    private readonly List<double[]> inverseDeviations = [];

    /// <summary>Outputs of the last layer, in training mode: BatchNorm by the batch's own mean and variance.</summary>
    public double[][] Forward(double[][] rows)
    {
        foreach (List<double[][]> kept in (List<double[][]>[])[inputs, normalised, outputs]) kept.Clear();
        inverseDeviations.Clear();
        for (int l = 0; l < sizes.Count - 1; l++)
        {
            inputs.Add(rows);
            (float[] w, float[] b) = (Tensor(l, ".weight"), Tensor(l, ".bias"));
            int n = sizes[l];
            double[][] z = [.. rows.Select(x => Enumerable.Range(0, sizes[l + 1]).Select(o => b[o] + Enumerable.Range(0, n).Sum(i => w[(o * n) + i] * x[i])).ToArray())];
            bool hidden = AutoencoderWeights.IsHidden(sizes, l);
            if (hidden && weights.HasBatchNorm)
            {
                double[] mean = [.. Columns(z).Select(column => column.Average())];
                double[] inverse = [.. Columns(z).Select((column, o) => 1 / Math.Sqrt(column.Average(value => (value - mean[o]) * (value - mean[o])) + 1e-5))];
                z = [.. z.Select(row => row.Select((value, o) => (value - mean[o]) * inverse[o]).ToArray())];
                normalised.Add(z);
                inverseDeviations.Add(inverse);
                (float[] gamma, float[] beta) = (NormTensor(l, ".weight"), NormTensor(l, ".bias"));
                z = [.. z.Select(row => row.Select((value, o) => (gamma[o] * value) + beta[o]).ToArray())];
            }
            else
            {
                normalised.Add([]);
                inverseDeviations.Add([]);
            }

            rows = hidden ? [.. z.Select(row => row.Select(value => options.Activation == Activation.Tanh ? Math.Tanh(value) : Math.Max(0, value)).ToArray())] : z;
            outputs.Add(rows);
        }

        return rows;
    }

    /// <summary>The loss of a batch and the gradient of every trained tensor.</summary>
    public (double Loss, Dictionary<string, double[]> Gradients) Gradients(double[][] rows)
    {
        double[][] y = Forward(rows);
        double loss = y.Zip(rows, (output, row) => output.Zip(row, (o, x) => Loss(o - x)).Sum()).Sum();
        double[][] gradient = [.. y.Zip(rows, (output, row) => output.Zip(row, (o, x) => Slope(o - x)).ToArray())];
        var gradients = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (int l = sizes.Count - 2; l >= 0; l--)
        {
            bool hidden = AutoencoderWeights.IsHidden(sizes, l);
            if (hidden) gradient = [.. gradient.Zip(outputs[l], (g, output) => g.Zip(output, (d, o) => options.Activation == Activation.Tanh ? d * (1 - (o * o)) : o > 0 ? d : 0).ToArray())];
            if (hidden && weights.HasBatchNorm)
            {
                string norm = AutoencoderWeights.NormName(sizes, l);
                double[] gamma = Sums(gradient, normalised[l]), beta = [.. Columns(gradient).Select(column => column.Sum())];
                (gradients[norm + ".weight"], gradients[norm + ".bias"]) = (gamma, beta);
                float[] scale = NormTensor(l, ".weight");
                double[] inverse = inverseDeviations[l];
                gradient = [.. gradient.Zip(normalised[l], (g, x) => g.Select((d, o) => scale[o] * inverse[o] * (d - (beta[o] / rows.Length) - (x[o] * gamma[o] / rows.Length))).ToArray())];
            }
            else
            {
                gradients[LinearName(l) + ".bias"] = [.. Columns(gradient).Select(column => column.Sum())];
            }

            double[][] x0 = inputs[l], dz = gradient;
            gradients[LinearName(l) + ".weight"] = [.. Enumerable.Range(0, sizes[l + 1]).SelectMany(o => Enumerable.Range(0, sizes[l]).Select(i => dz.Zip(x0, (d, x) => d[o] * x[i]).Sum()))];
            float[] w = Tensor(l, ".weight");
            gradient = [.. dz.Select(d => Enumerable.Range(0, sizes[l]).Select(i => d.Select((value, o) => value * w[(o * sizes[l]) + i]).Sum()).ToArray())];
        }

        return (loss, gradients);
    }

    private double Loss(double d) => options.Loss switch
    {
        ReconstructionLoss.L1 => Math.Abs(d),
        ReconstructionLoss.MeanSquared => d * d / sizes[0],
        _ => (Math.Abs(d) <= 1 ? d * d / 2 : Math.Abs(d) - 0.5) / sizes[0],
    };

    private double Slope(double d) => options.Loss switch
    {
        ReconstructionLoss.L1 => Math.Sign(d),
        ReconstructionLoss.MeanSquared => 2 * d / sizes[0],
        _ => Math.Clamp(d, -1, 1) / sizes[0],
    };

    private static double[] Sums(double[][] a, double[][] b) => [.. Enumerable.Range(0, a[0].Length).Select(o => a.Zip(b, (x, y) => x[o] * y[o]).Sum())];

    private static IEnumerable<double[]> Columns(double[][] rows) => Enumerable.Range(0, rows[0].Length).Select(o => rows.Select(row => row[o]).ToArray());

    private string LinearName(int layer) => AutoencoderWeights.LinearName(sizes, weights.HasBatchNorm, layer);

    private float[] Tensor(int layer, string part) => weights[LinearName(layer) + part].Values;

    private float[] NormTensor(int layer, string part) => weights[AutoencoderWeights.NormName(sizes, layer) + part].Values;
}
