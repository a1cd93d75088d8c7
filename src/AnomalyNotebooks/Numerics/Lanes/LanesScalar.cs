using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>One lane: for machines and settings without vectors, and what the wider ones are tested against.</summary>
internal readonly unsafe struct LanesScalar : ILanes<LanesScalar>
{
    private readonly float v;

    private LanesScalar(float value) => v = value;

    public static int Count => 1;

    public static LanesScalar Load(float* source) => new(*source);

    public static void Store(float* target, LanesScalar value) => *target = value.v;

    public static LanesScalar Broadcast(float value) => new(value);

    public static LanesScalar Add(LanesScalar a, LanesScalar b) => new(a.v + b.v);

    public static LanesScalar Subtract(LanesScalar a, LanesScalar b) => new(a.v - b.v);

    public static LanesScalar Multiply(LanesScalar a, LanesScalar b) => new(a.v * b.v);

    public static LanesScalar Divide(LanesScalar a, LanesScalar b) => new(a.v / b.v);

    public static LanesScalar SquareRoot(LanesScalar a) => new(MathF.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesScalar MultiplyAdd(LanesScalar a, LanesScalar b, LanesScalar c) =>
        new(SoftwareFma.IsNeeded ? SoftwareFma.MultiplyAdd(a.v, b.v, c.v) : MathF.FusedMultiplyAdd(a.v, b.v, c.v));

    public static LanesScalar Abs(LanesScalar a) => new(MathF.Abs(a.v));

    public static LanesScalar AtMost(LanesScalar limit, LanesScalar a) => a.v > limit.v ? limit : a;

    public static LanesScalar WhereGreater(LanesScalar a, LanesScalar b, LanesScalar value) => a.v > b.v ? value : default;

    public static LanesScalar ZeroWhereLess(LanesScalar a, LanesScalar b, LanesScalar value) => a.v < b.v ? default : value;

    public static LanesScalar WithSign(LanesScalar a, LanesScalar sign) => new(MathF.CopySign(a.v, sign.v));

    public static LanesScalar ExponentFromLowBits(LanesScalar a) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a.v) << 23));
}
