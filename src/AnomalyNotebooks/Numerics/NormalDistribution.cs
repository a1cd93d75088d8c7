namespace AnomalyNotebooks.Numerics;

/// <summary>The standard normal distribution, with the same bits on every machine.</summary>
internal static class NormalDistribution
{
    private static readonly double[] Numerator =
        [220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688, 3.52624965998911e-02];

    private static readonly double[] Denominator =
        [440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207, 1.75566716318264,
            8.83883476483184e-02];

    /// <summary>The probability of a value below <paramref name="z"/> (Hart's algorithm 5666 in the form of West, "Better approximations
    /// to cumulative normal functions", 2005), with an absolute error below 1e-14.</summary>
    public static double Cdf(double z)
    {
        double x = Math.Abs(z), tail;
        if (x > 37) tail = 0;
        else
        {
            double density = PortableMath.Exp(-0.5 * x * x);
            tail = x < 7.07106781186547
                ? density * Polynomial(Numerator, x) / Polynomial(Denominator, x)
                : density / ((x + (1 / (x + (2 / (x + (3 / (x + (4 / (x + 0.65))))))))) * 2.506628274631);
        }

        return z > 0 ? 1 - tail : tail;
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--) sum = (sum * x) + coefficients[i];
        return sum;
    }
}
