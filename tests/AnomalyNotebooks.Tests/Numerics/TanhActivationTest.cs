using System.Globalization;

namespace AnomalyNotebooks.Tests.Numerics;

public sealed unsafe class TanhActivationTest
{
    private const int Block = 4096, Infinity = 0x7f800000;

    // How far the platform's tanh in double precision may be off, in ulp: checked below.
    private const int PlatformUlp = 8;

    [Fact]
    public void It_is_within_2_ulp_of_the_correctly_rounded_value_over_a_dense_sweep() => AssertWithin2Ulp(stepOfBits: 499);

    [Fact]
    public void It_is_within_2_ulp_of_the_correctly_rounded_value_for_every_float()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ANOMALY_EXHAUSTIVE") == "1",
            "takes a minute or two: set ANOMALY_EXHAUSTIVE=1");
        AssertWithin2Ulp(stepOfBits: 1);
        AssertEveryNaNStaysOne();
    }

    [Fact]
    public void The_platforms_tanh_is_good_enough_to_be_rounded_to_a_float()
    {
        for (int bits = 0; bits < BitConverter.SingleToInt32Bits(20f); bits += 400_009)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            Assert.Equal(ExactFunctions.Tanh(x), CorrectlyRounded(x));
            Assert.True(ExactFunctions.Distance(ExactFunctions.TanhInDouble(x), Math.Tanh(x)) < PlatformUlp, $"Math.Tanh({x:R})");
        }
    }

    [Fact]
    public void It_is_odd_keeps_zero_and_NaN_and_ends_at_1()
    {
        Assert.Equal([0, 1, -1, 1, -1], ((float[])[0, float.PositiveInfinity, float.NegativeInfinity, 20, -20]).Select(PortableMath.Tanh));
        Assert.True(float.IsNegative(PortableMath.Tanh(-0f)));
        Assert.True(float.IsNaN(PortableMath.Tanh(float.NaN)));
        Assert.Equal(-PortableMath.Tanh(0.3f), PortableMath.Tanh(-0.3f));
        Assert.Equal(float.Epsilon, PortableMath.Tanh(float.Epsilon));
    }

    // Positive floats in the order of their bits, infinity included, and of each its negative.
    private static void AssertWithin2Ulp(int stepOfBits)
    {
        int blocks = (int)(((long)Infinity / ((long)Block * stepOfBits)) + 1);
        var worst = new (int Ulp, float At)[blocks];
        Parallel.For(0, blocks, block =>
        {
            AlignedFloats x = new(Block), y = new(Block), negative = new(Block);
            for (int i = 0; i < Block; i++)
            {
                x.Start[i] = y.Start[i] = BitConverter.Int32BitsToSingle((int)Math.Min(Infinity, (((long)block * Block) + i) * stepOfBits));
                negative.Start[i] = -x.Start[i];
            }

            Kernels256.Activate<TanhActivation>(y.Start, Block, 1, Block);
            Kernels512.Activate<TanhActivation>(negative.Start, Block, 1, Block);
            for (int i = 0; i < Block; i++)
            {
                int bits = BitConverter.SingleToInt32Bits(y.Start[i]),
                    ulp = Math.Abs(bits - BitConverter.SingleToInt32Bits(CorrectlyRounded(x.Start[i])));
                if (ulp > worst[block].Ulp) worst[block] = (ulp, x.Start[i]);
                if (BitConverter.SingleToInt32Bits(negative.Start[i]) != (bits | int.MinValue)) Assert.Fail($"not odd at {x.Start[i]:R}");
                if (BitConverter.SingleToInt32Bits(PortableMath.Tanh(x.Start[i])) != bits)
                    Assert.Fail($"not the bits of PortableMath.Tanh at {x.Start[i]:R}");
            }

            KeepAlive(x, y, negative);
        });
        (int most, float at) = worst.MaxBy(found => found.Ulp);
        TestContext.Current.SendDiagnosticMessage($"tanh: at most {most} ulp, at {at.ToString("R", CultureInfo.InvariantCulture)}");
        Assert.InRange(most, 0, 2);
    }

    private static void AssertEveryNaNStaysOne() => Parallel.For(Infinity / Block, (int)((1L << 31) / Block), block =>
    {
        AlignedFloats y = new(Block), negative = new(Block);
        for (int i = 0; i < Block; i++)
        {
            y.Start[i] = BitConverter.Int32BitsToSingle((block * Block) + i);
            negative.Start[i] = -y.Start[i];
        }

        Kernels256.Activate<TanhActivation>(y.Start, Block, 1, Block);
        Kernels512.Activate<TanhActivation>(negative.Start, Block, 1, Block);
        for (int i = 0; i < Block; i++)
            Assert.True((float.IsNaN(y.Start[i]) && float.IsNaN(negative.Start[i])) || (block * Block) + i == Infinity);
        KeepAlive(y, negative);
    });

    // The platform's result, except where its error could decide between two floats: there the exact one.
    private static float CorrectlyRounded(float x)
    {
        double y = Math.Tanh(x);
        long beyond = BitConverter.DoubleToInt64Bits(y) & 0x1fffffff; // the bits that a float drops; halfway is 2^28
        bool subnormal = y < 1.2e-38; // drops more of them
        return subnormal || Math.Abs(beyond - 0x10000000) <= PlatformUlp ? ExactFunctions.Tanh(x) : (float)y;
    }

    // Their memory is theirs only as long as they are reachable, and a pointer does not count.
    private static void KeepAlive(params ReadOnlySpan<AlignedFloats> used)
    {
        foreach (AlignedFloats memory in used) GC.KeepAlive(memory);
    }
}
