namespace AnomalyNotebooks.Tests.Numerics;

public sealed class CholeskyTest
{
    [Fact]
    public void The_factor_times_its_transpose_is_the_inverse()
    {
        double[] matrix = [4, 2, 0.5, 2, 3, 1, 0.5, 1, 2], factor = new double[9];
        Assert.True(Cholesky.InverseFactor(matrix, 3, factor));
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                if (j < i) Assert.Equal(0, factor[(i * 3) + j]);
                double product = 0; // (matrix * P * P')[i, j]
                for (int k = 0; k < 3; k++)
                    for (int l = 0; l < 3; l++) product += matrix[(i * 3) + k] * factor[(k * 3) + l] * factor[(j * 3) + l];
                Assert.Equal(i == j ? 1 : 0, product, 1e-14);
            }
        }
    }

    [Fact]
    public void What_is_not_positive_definite_is_told()
    {
        Assert.False(Cholesky.InverseFactor([1, 2, 2, 1], 2, new double[4]));
        Assert.False(Cholesky.InverseFactor([double.NaN], 1, new double[1]));
    }
}
