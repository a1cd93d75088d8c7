using System.Runtime.Intrinsics;

namespace AnomalyNotebooks.Tests.Numerics;

public sealed class SoftwareFmaTest
{
    [Fact]
    public void It_has_the_bits_of_the_hardware_for_any_bits()
    {
        var random = new SeededRandom(1);
        for (int i = 0; i < 100_000; i++)
        {
            ulong bits = random.NextUInt64();
            float a = BitConverter.UInt32BitsToSingle((uint)bits), b = BitConverter.UInt32BitsToSingle((uint)(bits >> 32));
            float c = i % 3 == 0 ? BitConverter.UInt32BitsToSingle((uint)random.NextUInt64())
                : -a * b * (1 + (random.NextSingle() * 1e-6f)); // cancelling
            AssertSame(MathF.FusedMultiplyAdd(a, b, c), a, b, c);
        }
    }

    [Theory]
    [InlineData(0f, -1f, 0f)]
    [InlineData(-0f, 1f, -0f)]
    [InlineData(float.MaxValue, 2f, float.NegativeInfinity)]
    [InlineData(float.PositiveInfinity, 0f, 1f)]
    [InlineData(float.MaxValue, float.MaxValue, float.MinValue)]
    [InlineData(float.Epsilon, 0.5f, float.Epsilon)]
    [InlineData(float.Epsilon, float.Epsilon, 1f)]
    [InlineData(1.0000001f, 1.0000001f, -1.0000002f)]
    public void It_has_the_bits_of_the_hardware_at_the_edges(float a, float b, float c) =>
        AssertSame(MathF.FusedMultiplyAdd(a, b, c), a, b, c);

    private static void AssertSame(float expected, float a, float b, float c)
    {
        AssertEqual(SoftwareFma.MultiplyAdd(a, b, c));
        AssertEqual(SoftwareFma.MultiplyAdd(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c))[3]);

        void AssertEqual(float actual) => Assert.True(
            float.IsNaN(expected) ? float.IsNaN(actual)
                : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual),
            $"{a:R} * {b:R} + {c:R} = {actual:R}, expected {expected:R}");
    }
}
