namespace AnomalyNotebooks.Tests.Numerics;

public sealed class SymmetricEigenTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(60)]
    public void Vectors_are_orthonormal_and_rebuild_the_matrix(int n)
    {
        var random = new SeededRandom((ulong)n);
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = i; j < n; j++) matrix[(i * n) + j] = matrix[(j * n) + i] = random.NextGaussian();
        AssertDecomposes(matrix, n);
    }

    [Fact]
    public void Matrices_of_low_rank_diagonal_ones_and_zero_are_no_exception()
    {
        double[] vector = [1, 2, 3, 4];
        AssertDecomposes([.. vector.SelectMany(a => vector.Select(b => a * b))], 4);
        AssertDecomposes([3, 0, 0, 0, 0, 0, 0, 0, 5], 3);
        AssertDecomposes(new double[16], 4);
        AssertDecomposes([1, 1e-200, 1e-200, 1], 2);
    }

    [Fact]
    public void Values_descend_and_the_largest_element_of_each_vector_is_positive()
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose([2, -1, 0, -1, 2, -1, 0, -1, 2], 3);
        Fixture.AssertClose([2 + Math.Sqrt(2), 2, 2 - Math.Sqrt(2)], eigen.Values, 1e-14);
        for (int k = 0; k < 3; k++) Assert.True(eigen.Vectors[(k * 3)..((k + 1) * 3)].MaxBy(Math.Abs) > 0);
    }

    private static void AssertDecomposes(double[] matrix, int n)
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(matrix, n);
        double scale = Math.Max(1e-300, matrix.Max(Math.Abs));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double rebuilt = 0, product = 0;
                for (int k = 0; k < n; k++)
                {
                    rebuilt += eigen.Values[k] * eigen.Vectors[(k * n) + i] * eigen.Vectors[(k * n) + j];
                    product += eigen.Vectors[(i * n) + k] * eigen.Vectors[(j * n) + k];
                }

                Assert.Equal(matrix[(i * n) + j], rebuilt, 1e-13 * n * scale);
                Assert.Equal(i == j ? 1 : 0, product, 1e-13 * n);
            }
        }

        for (int k = 1; k < n; k++) Assert.True(eigen.Values[k - 1] >= eigen.Values[k]);
    }
}
