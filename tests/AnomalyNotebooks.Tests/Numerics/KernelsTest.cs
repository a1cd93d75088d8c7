using FsCheck;
using FsCheck.Fluent;

namespace AnomalyNotebooks.Tests.Numerics;

/// <summary>Every kernel at every width against plain loops (same bits where the order of a sum is part of the promise) over odd
/// sizes.</summary>
public sealed unsafe class KernelsTest
{
    private static readonly Arbitrary<(int Rows, int Depth, int Columns)> Sizes =
        (from rows in Gen.Choose(1, 41) from depth in Gen.Choose(1, 50) from columns in Gen.Choose(1, 6) select (rows, depth, 8 * columns))
            .ToArbitrary();

    [Fact]
    public void A_product_sums_in_the_order_of_k_by_fused_multiply_adds() => Prop.ForAll(Sizes, size =>
    {
        (int rows, int depth, int columns) = size;
        AlignedFloats a = Random(rows * depth, 1), b = Random(depth * columns, 2), bias = Random(columns, 3);
        var expected = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float sum = bias.Start[j];
                for (int k = 0; k < depth; k++) sum = MathF.FusedMultiplyAdd(a.Start[(i * depth) + k], b.Start[(k * columns) + j], sum);
                expected[(i * columns) + j] = sum;
            }
        }

        foreach (Product product in (Product[])[Kernels512.MultiplyAdd, Kernels256.MultiplyAdd, Kernels128.MultiplyAdd])
        {
            var c = new AlignedFloats(rows * columns);
            product(a.Start, depth, 1, b.Start, columns, bias.Start, 0, c.Start, columns, rows, depth, columns);
            Assert.Equal(expected, c.Span.ToArray());

            // The same with A stored the other way round, as for the gradient of the weights.
            var transposed = new AlignedFloats(rows * depth);
            for (int i = 0; i < rows; i++)
                for (int k = 0; k < depth; k++) transposed.Start[(k * rows) + i] = a.Start[(i * depth) + k];
            c.Span.Clear();
            product(transposed.Start, 1, rows, b.Start, columns, bias.Start, 0, c.Start, columns, rows, depth, columns);
            Assert.Equal(expected, c.Span.ToArray());
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Batch_statistics_are_mean_and_squared_deviations_and_merge_as_if_taken_together() => Prop.ForAll(Sizes, size =>
    {
        (int rows, int other, int columns) = size;
        AlignedFloats z = Random((rows + other) * columns, 4);
        AlignedFloats whole = Statistics(0, rows + other), first = Statistics(0, rows), second = Statistics(rows, other);
        Kernels256.Merge(first.Start, first.Start + columns, rows, second.Start, second.Start + columns, other, columns);
        for (int j = 0; j < columns; j++)
        {
            double[] column = [.. Enumerable.Range(0, rows + other).Select(r => (double)z.Start[(r * columns) + j])];
            double mean = column.Average(), squares = column.Sum(x => (x - mean) * (x - mean));
            Assert.Equal(mean, whole.Start[j], 1e-6);
            Assert.Equal(squares, whole.Start[columns + j], (1e-5 * squares) + 1e-6);
            Assert.Equal(mean, first.Start[j], 1e-6);
            Assert.Equal(squares, first.Start[columns + j], (1e-5 * squares) + 1e-6);
        }

        AlignedFloats Statistics(int from, int count)
        {
            AlignedFloats[] all = [new(2 * columns), new(2 * columns), new(2 * columns)];
            float* at = z.Start + (from * columns);
            Kernels512.Statistics(at, columns, count, all[0].Start, all[0].Start + columns, columns);
            Kernels256.Statistics(at, columns, count, all[1].Start, all[1].Start + columns, columns);
            Kernels128.Statistics(at, columns, count, all[2].Start, all[2].Start + columns, columns);
            Assert.All(all, statistics => Assert.Equal(all[0].Span.ToArray(), statistics.Span.ToArray()));
            return all[0];
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Normalising_scales_shifts_and_activates() => Prop.ForAll(Sizes, size =>
    {
        (int rows, _, int columns) = size;
        AlignedFloats z = Random(rows * columns, 5), vectors = Random(4 * columns, 6);
        float* mean = vectors.Start, inverse = mean + columns, gamma = inverse + columns, beta = gamma + columns;
        AlignedFloats expected = Copy(z), output = new(rows * columns);
        Kernels256.Normalise<TanhActivation>(expected.Start, output.Start, columns, rows, mean, inverse, gamma, beta, columns);
        for (int i = 0; i < rows * columns; i++)
        {
            int j = i % columns;
            float normalised = (z.Start[i] - mean[j]) * inverse[j];
            Assert.Equal(normalised, expected.Start[i]);
            Assert.Equal(PortableMath.Tanh(MathF.FusedMultiplyAdd(normalised, gamma[j], beta[j])), output.Start[i]);
        }

        foreach (bool wide in (bool[])[true, false])
        {
            AlignedFloats x = Copy(z), y = new(rows * columns);
            if (wide) Kernels512.Normalise<TanhActivation>(x.Start, y.Start, columns, rows, mean, inverse, gamma, beta, columns);
            else Kernels128.Normalise<TanhActivation>(x.Start, y.Start, columns, rows, mean, inverse, gamma, beta, columns);
            Assert.Equal(expected.Span.ToArray(), x.Span.ToArray());
            Assert.Equal(output.Span.ToArray(), y.Span.ToArray());
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_row_has_the_same_loss_at_every_width() => Prop.ForAll(Sizes, size =>
    {
        (int rows, _, int columns) = size;
        AlignedFloats y = Random(rows * columns, 7), x = Random(rows * columns, 8);
        double[] expected = Losses(0), sums = [.. Enumerable.Range(0, rows)
            .Select(r => Enumerable.Range(r * columns, columns).Sum(i => (double)MathF.Abs(y.Start[i] - x.Start[i])))];
        Fixture.AssertClose(sums, expected, 1e-6);
        for (int width = 1; width < 3; width++) Assert.Equal(expected, Losses(width));

        double[] Losses(int width)
        {
            var losses = new double[rows];
            fixed (double* target = losses)
            {
                RowLosses kernel = width switch { 0 =>
                    Kernels128.RowLosses<AbsoluteLoss>, 1 => Kernels256.RowLosses<AbsoluteLoss>, _ => Kernels512.RowLosses<AbsoluteLoss> };
                kernel(y.Start, x.Start, columns, rows, 1, target, columns);
            }

            return losses;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Transposing_moves_every_value_to_its_place() => Prop.ForAll(Sizes, size =>
    {
        (int rows, int columns, _) = size;
        int sourceStride = AlignedFloats.Stride(columns), targetStride = AlignedFloats.Stride(rows);
        AlignedFloats source = Random((rows + 3) / 4 * 4 * sourceStride, 9), target = new((columns + 3) / 4 * 4 * targetStride);
        TransposeKernel.Run(source.Start, sourceStride, target.Start, targetStride, rows, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) Assert.Equal(source.Start[(i * sourceStride) + j], target.Start[(j * targetStride) + i]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Adam_lets_a_NaN_through_and_forgets_what_is_negligible()
    {
        var block = new AlignedFloats(64); // parameters, gradient, mean, square: 16 each
        block.Start[16] = float.NaN;
        block.Start[32 + 1] = 1e-31f;
        block.Start[48 + 1] = 1e-31f;
        Kernels512.Adam(block.Start, block.Start + 16, block.Start + 32, block.Start + 48, 0.1f, 1e-8f, 0, 16);
        Assert.True(float.IsNaN(block.Start[0]));
        Assert.Equal((0f, 0f, 0f), (block.Start[1], block.Start[33], block.Start[49]));
    }

    private static AlignedFloats Random(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var values = new AlignedFloats(count);
        for (int i = 0; i < count; i++) values.Start[i] = (4 * random.NextSingle()) - 2;
        return values;
    }

    private static AlignedFloats Copy(AlignedFloats source)
    {
        var copy = new AlignedFloats(source.Count);
        source.Span.CopyTo(copy.Span);
        return copy;
    }

    private delegate void Product(float* a, nint aRow, nint aStep, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow,
        int rows, int depth, int columns);

    private delegate void RowLosses(float* outputs, float* targets, nint stride, int rows, double scale, double* losses, int columns);
}
