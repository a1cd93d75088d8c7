namespace AnomalyNotebooks.Tests.Numerics;

public sealed unsafe class TanhActivationTest
{
    [Fact]
    public void It_is_within_2_ulp_of_the_correctly_rounded_value_over_a_dense_sweep() => AssertWithin2Ulp(stepOfBits: 499);

    [Fact]
    public void It_is_within_2_ulp_of_the_correctly_rounded_value_for_every_float()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ANOMALY_EXHAUSTIVE") == "1", "takes a minute or two: set ANOMALY_EXHAUSTIVE=1");
        AssertWithin2Ulp(stepOfBits: 1);
    }

    [Fact]
    public void It_is_odd_keeps_zero_and_NaN_and_ends_at_1()
    {
        Assert.Equal([0, 1, -1, 1, -1], ((float[])[0, float.PositiveInfinity, float.NegativeInfinity, 20, -20]).Select(Tanh));
        Assert.True(float.IsNegative(Tanh(-0f)));
        Assert.True(float.IsNaN(Tanh(float.NaN)));
        Assert.Equal(-Tanh(0.3f), Tanh(-0.3f));
        Assert.Equal(float.Epsilon, Tanh(float.Epsilon));
    }

    // Positive floats in the order of their bits, up to where the function has long become 1.
    private static void AssertWithin2Ulp(int stepOfBits)
    {
        const int Block = 4096;
        int end = BitConverter.SingleToInt32Bits(20f);
        AlignedFloats x = new(Block), y = new(Block);
        int worst = 0;
        for (long bits = 0; bits < end; bits += (long)Block * stepOfBits)
        {
            for (int i = 0; i < Block; i++) x.Start[i] = y.Start[i] = BitConverter.Int32BitsToSingle((int)Math.Min(end, bits + ((long)i * stepOfBits)));
            Kernels256.Activate<TanhActivation>(y.Start, Block, 1, Block);
            for (int i = 0; i < Block; i++)
            {
                int correct = BitConverter.SingleToInt32Bits((float)Math.Tanh(x.Start[i]));
                worst = Math.Max(worst, Math.Abs(BitConverter.SingleToInt32Bits(y.Start[i]) - correct));
            }
        }

        Assert.InRange(worst, 0, 2);
    }

    private static float Tanh(float x)
    {
        KernelsScalar.Activate<TanhActivation>(&x, 1, 1, 1);
        return x;
    }
}
