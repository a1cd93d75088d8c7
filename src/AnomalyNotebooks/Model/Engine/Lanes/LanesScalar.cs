using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>One lane: for machines and settings without vectors, and what the wider ones are tested against.</summary>
internal readonly unsafe struct LanesScalar : ILanes<float>
{
    public static int Count => 1;

    public static float Load(float* source) => *source;

    public static void Store(float* target, float value) => *target = value;

    public static float Broadcast(float value) => value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float SquareRoot(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) =>
        SoftwareFma.IsNeeded ? SoftwareFma.MultiplyAdd(a, b, c) : MathF.FusedMultiplyAdd(a, b, c);

    public static float Abs(float a) => MathF.Abs(a);

    public static float AtMost(float limit, float a) => a > limit ? limit : a;

    public static float WhereGreater(float a, float b, float value) => a > b ? value : default;

    public static float ZeroWhereLess(float a, float b, float value) => a < b ? default : value;

    public static float WithSign(float a, float sign) => MathF.CopySign(a, sign);

    public static float ExponentFromLowBits(float a) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a) << 23);
}
