namespace AnomalyNotebooks.Numerics;

/// <summary>The Cholesky factor of a positive definite matrix, inverted.</summary>
internal static class Cholesky
{
    /// <summary>
    /// Finds the upper triangular P with P P' = inverse of <paramref name="matrix"/> (n by n, row-major, symmetric): with the
    /// Cholesky factor L, matrix = L L', it is the inverse of L, transposed.
    /// </summary>
    /// <returns>False if the matrix is not positive definite; <paramref name="inverse"/> is undefined then.</returns>
    public static bool InverseFactor(ReadOnlySpan<double> matrix, int n, Span<double> inverse)
    {
        var lower = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * n) + j];
                for (int k = 0; k < j; k++) sum -= lower[(i * n) + k] * lower[(j * n) + k];
                if (i != j)
                {
                    lower[(i * n) + j] = sum / lower[(j * n) + j];
                    continue;
                }

                if (!(sum > 0)) return false;
                lower[(i * n) + i] = Math.Sqrt(sum);
            }
        }

        // Column c of L^-1 by forward substitution, written as row c.
        inverse.Clear();
        for (int c = 0; c < n; c++)
        {
            for (int i = c; i < n; i++)
            {
                double sum = i == c ? 1 : 0;
                for (int k = c; k < i; k++) sum -= lower[(i * n) + k] * inverse[(c * n) + k];
                inverse[(c * n) + i] = sum / lower[(i * n) + i];
            }
        }

        return true;
    }
}
