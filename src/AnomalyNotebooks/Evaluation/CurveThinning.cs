namespace AnomalyNotebooks;

/// <summary>Fewer points for the same picture.</summary>
internal static class CurveThinning
{
    /// <summary>
    /// Keeps the ends, every corner that lies at least one step from the last point kept, and with it the point before: the curve
    /// thinned deviates by less than a step, and has at most about <paramref name="maxPoints"/> points.
    /// </summary>
    public static (double[] X, double[] Y) Thin(double[] x, double[] y, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 2);
        List<double> keptX = [x[0]], keptY = [y[0]];
        double length = 0;
        for (int i = 1; i < x.Length; i++) length += Math.Abs(x[i] - x[i - 1]) + Math.Abs(y[i] - y[i - 1]);
        double step = x.Length <= maxPoints ? 0 : length / (maxPoints - 1);

        for (int i = 1; i < x.Length - 1; i++)
        {
            bool straight = (x[i] - keptX[^1]) * (y[i + 1] - y[i]) == (y[i] - keptY[^1]) * (x[i + 1] - x[i]);
            double moved = Math.Abs(x[i] - keptX[^1]) + Math.Abs(y[i] - keptY[^1]);
            if (straight || moved < step) continue;
            keptX.Add(x[i]);
            keptY.Add(y[i]);
        }

        keptX.Add(x[^1]);
        keptY.Add(y[^1]);
        return ([.. keptX], [.. keptY]);
    }
}
