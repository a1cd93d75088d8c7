namespace AnomalyNotebooks.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a real symmetric matrix: Householder reduction to tridiagonal form, then the implicit QL
/// algorithm (Bowdler, Martin, Reinsch and Wilkinson, 1968; EISPACK's tred2 and tql2). Only +, -, *, / and square roots.
/// </summary>
internal sealed class SymmetricEigen
{
    private SymmetricEigen(double[] values, double[] vectors)
    {
        Values = values;
        Vectors = vectors;
    }

    /// <summary>Eigenvalues, descending.</summary>
    public double[] Values { get; }

    /// <summary>Eigenvectors of length 1 in rows, in the order of the values; each one's largest element is positive.</summary>
    public double[] Vectors { get; }

    /// <summary>Decomposes <paramref name="matrix"/>, n by n, row-major.</summary>
    public static SymmetricEigen Decompose(ReadOnlySpan<double> matrix, int n)
    {
        var v = new double[n][]; // the matrix; in the end the eigenvectors in columns
        for (int i = 0; i < n; i++) v[i] = matrix.Slice(i * n, n).ToArray();
        double[] diagonal = new double[n], offDiagonal = new double[n];
        if (n > 0)
        {
            Tridiagonalise(v, diagonal, offDiagonal);
            Diagonalise(v, diagonal, offDiagonal);
        }

        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (a, b) => diagonal[a] != diagonal[b] ? diagonal[b].CompareTo(diagonal[a]) : a.CompareTo(b));
        var vectors = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            int largest = 0;
            for (int i = 1; i < n; i++)
                if (Math.Abs(v[i][order[k]]) > Math.Abs(v[largest][order[k]])) largest = i;
            double sign = v[largest][order[k]] < 0 ? -1 : 1;
            for (int i = 0; i < n; i++) vectors[(k * n) + i] = sign * v[i][order[k]];
        }

        return new SymmetricEigen([.. order.Select(k => diagonal[k])], vectors);
    }

    // tred2: one Householder reflection per row from the last up; the reflections are accumulated in v.
    private static void Tridiagonalise(double[][] v, double[] d, double[] e)
    {
        int n = d.Length;
        v[n - 1].CopyTo(d, 0);
        for (int i = n - 1; i > 0; i--)
        {
            double scale = 0, h = 0;
            for (int k = 0; k < i; k++) scale += Math.Abs(d[k]);
            if (scale == 0)
            {
                e[i] = d[i - 1];
                for (int j = 0; j < i; j++)
                {
                    d[j] = v[i - 1][j];
                    v[i][j] = 0;
                    v[j][i] = 0;
                }
            }
            else
            {
                h = Reflect(v, d, e, i, scale);
            }

            d[i] = h;
        }

        for (int i = 0; i < n - 1; i++)
        {
            v[n - 1][i] = v[i][i];
            v[i][i] = 1;
            double h = d[i + 1];
            if (h != 0)
            {
                for (int k = 0; k <= i; k++) d[k] = v[k][i + 1] / h;
                for (int j = 0; j <= i; j++)
                {
                    double g = 0;
                    for (int k = 0; k <= i; k++) g += v[k][i + 1] * v[k][j];
                    for (int k = 0; k <= i; k++) v[k][j] -= g * d[k];
                }
            }

            for (int k = 0; k <= i; k++) v[k][i + 1] = 0;
        }

        for (int j = 0; j < n; j++)
        {
            d[j] = v[n - 1][j];
            v[n - 1][j] = 0;
        }

        v[n - 1][n - 1] = 1;
        e[0] = 0;
    }

    // Generates the reflection that clears row i left of the subdiagonal, and applies it to the rows above from both sides.
    private static double Reflect(double[][] v, double[] d, double[] e, int i, double scale)
    {
        double h = 0;
        for (int k = 0; k < i; k++)
        {
            d[k] /= scale;
            h += d[k] * d[k];
        }

        double f = d[i - 1], g = f > 0 ? -Math.Sqrt(h) : Math.Sqrt(h);
        e[i] = scale * g;
        h -= f * g;
        d[i - 1] = f - g;
        Array.Clear(e, 0, i);
        for (int j = 0; j < i; j++)
        {
            f = d[j];
            v[j][i] = f;
            g = e[j] + (v[j][j] * f);
            for (int k = j + 1; k < i; k++)
            {
                g += v[k][j] * d[k];
                e[k] += v[k][j] * f;
            }

            e[j] = g;
        }

        f = 0;
        for (int j = 0; j < i; j++)
        {
            e[j] /= h;
            f += e[j] * d[j];
        }

        double half = f / (h + h);
        for (int j = 0; j < i; j++) e[j] -= half * d[j];
        for (int j = 0; j < i; j++)
        {
            for (int k = j; k < i; k++) v[k][j] -= (d[j] * e[k]) + (e[j] * d[k]);
            d[j] = v[i - 1][j];
            v[i][j] = 0;
        }

        return h;
    }

    // tql2: QL steps with implicit shifts until each off-diagonal element is negligible.
    private static void Diagonalise(double[][] v, double[] d, double[] e)
    {
        const double Epsilon = 2.220446049250313e-16;
        int n = d.Length;
        for (int i = 1; i < n; i++) e[i - 1] = e[i];
        e[n - 1] = 0;
        double shift = 0, largest = 0;
        for (int l = 0; l < n; l++)
        {
            largest = Math.Max(largest, Math.Abs(d[l]) + Math.Abs(e[l]));
            int m = l;
            while (m < n - 1 && Math.Abs(e[m]) > Epsilon * largest) m++;
            while (m > l)
            {
                double g = d[l], p = (d[l + 1] - g) / (2 * e[l]), r = Hypotenuse(p, 1);
                if (p < 0) r = -r;
                d[l] = e[l] / (p + r);
                d[l + 1] = e[l] * (p + r);
                double next = d[l + 1], h = g - d[l];
                for (int i = l + 2; i < n; i++) d[i] -= h;
                shift += h;

                p = d[m];
                double c = 1, c2 = 1, c3 = 1, s = 0, s2 = 0, beyond = e[l + 1];
                for (int i = m - 1; i >= l; i--)
                {
                    c3 = c2;
                    c2 = c;
                    s2 = s;
                    g = c * e[i];
                    h = c * p;
                    r = Hypotenuse(p, e[i]);
                    e[i + 1] = s * r;
                    s = e[i] / r;
                    c = p / r;
                    p = (c * d[i]) - (s * g);
                    d[i + 1] = h + (s * ((c * g) + (s * d[i])));
                    foreach (double[] row in v)
                    {
                        double right = row[i + 1];
                        row[i + 1] = (s * row[i]) + (c * right);
                        row[i] = (c * row[i]) - (s * right);
                    }
                }

                p = -s * s2 * c3 * beyond * e[l] / next;
                e[l] = s * p;
                d[l] = c * p;
                if (Math.Abs(e[l]) <= Epsilon * largest) break;
            }

            d[l] += shift;
            e[l] = 0;
        }
    }

    private static double Hypotenuse(double a, double b)
    {
        a = Math.Abs(a);
        b = Math.Abs(b);
        double larger = Math.Max(a, b), smaller = Math.Min(a, b);
        if (larger == 0) return 0;
        double ratio = smaller / larger;
        return larger * Math.Sqrt(1 + (ratio * ratio));
    }
}
