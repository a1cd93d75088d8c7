namespace AnomalyNotebooks;

/// <summary>
/// A Gaussian copula: numbers that are each uniform in (0, 1) and depend on each other as standard normals with a given correlation
/// matrix do. Some of them may be given, the others are then drawn to fit.
/// </summary>
internal sealed class RankCopula
{
    // What is mixed into the matrix, step by step, until it is one of real normals: estimated entry by entry it need not be.
    private static readonly double[] Shrinkages = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8];
    private const double LeastVariance = 0.01;

    private readonly double[][] factor; // lower triangular, rows of growing length

    /// <summary>Creates the copula from the lower triangle of a correlation matrix, row by row, without the diagonal.</summary>
    public RankCopula(int dimensions, IReadOnlyList<double> lowerTriangle)
    {
        foreach (double shrinkage in Shrinkages)
        {
            factor = Cholesky(dimensions, lowerTriangle, 1 - shrinkage)!;
            if (factor is not null) return;
        }

        factor = Cholesky(dimensions, lowerTriangle, 0)!;
    }

    /// <summary>Draws one vector of standard normals. Entries of <paramref name="normals"/> that are not NaN are kept as given.</summary>
    /// <param name="normals">One entry per dimension: given values, or NaN to be drawn.</param>
    /// <param name="noise">Scratch space of the same length.</param>
    /// <param name="random">The source of randomness.</param>
    public void Complete(Span<double> normals, Span<double> noise, SeededRandom random)
    {
        for (int i = 0; i < normals.Length; i++)
        {
            double[] row = factor[i];
            double explained = 0;
            for (int j = 0; j < i; j++) explained += row[j] * noise[j];
            if (double.IsNaN(normals[i]))
            {
                noise[i] = random.NextGaussian();
                normals[i] = explained + (row[i] * noise[i]);
            }
            else
            {
                noise[i] = (normals[i] - explained) / row[i];
            }
        }
    }

    // L with L L' = the matrix, its entries off the diagonal times weight; null where it is not (safely) positive definite.
    private static double[][]? Cholesky(int dimensions, IReadOnlyList<double> lowerTriangle, double weight)
    {
        var rows = new double[dimensions][];
        int next = 0;
        for (int i = 0; i < dimensions; i++)
        {
            rows[i] = new double[i + 1];
            double variance = 1;
            for (int j = 0; j < i; j++)
            {
                double sum = weight * lowerTriangle[next++];
                for (int k = 0; k < j; k++) sum -= rows[i][k] * rows[j][k];
                rows[i][j] = sum / rows[j][j];
                variance -= rows[i][j] * rows[i][j];
            }

            if (variance < LeastVariance) return null;
            rows[i][i] = Math.Sqrt(variance);
        }

        return rows;
    }
}
