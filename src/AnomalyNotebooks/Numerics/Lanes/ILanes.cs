namespace AnomalyNotebooks;

/// <summary>
/// A vector of <see cref="Count"/> floats, in which every lane computes on its own: the arithmetic that kernels are written in
/// once and run at any width. All operations are exactly rounded by IEEE 754 (a fused multiply-add rounds once), so a result
/// depends neither on the width nor on the machine. There is no sum across lanes, on purpose.
/// </summary>
internal unsafe interface ILanes<TSelf> where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    static abstract void Store(float* target, TSelf value);

    static abstract TSelf Broadcast(float value);

    static abstract TSelf Add(TSelf a, TSelf b);

    static abstract TSelf Subtract(TSelf a, TSelf b);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    static abstract TSelf Divide(TSelf a, TSelf b);

    static abstract TSelf SquareRoot(TSelf a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>|a|.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary><paramref name="a"/> below <paramref name="limit"/>, else the limit; a NaN stays NaN.</summary>
    static abstract TSelf AtMost(TSelf limit, TSelf a);

    /// <summary><paramref name="value"/> where <paramref name="a"/> &gt; <paramref name="b"/>, else 0.</summary>
    static abstract TSelf WhereGreater(TSelf a, TSelf b, TSelf value);

    /// <summary>0 where <paramref name="a"/> &lt; <paramref name="b"/>, else <paramref name="value"/>: a NaN gets through.</summary>
    static abstract TSelf ZeroWhereLess(TSelf a, TSelf b, TSelf value);

    /// <summary>The magnitude of <paramref name="a"/> with the sign bit of <paramref name="sign"/>; a must not be negative.</summary>
    static abstract TSelf WithSign(TSelf a, TSelf sign);

    /// <summary>The float whose exponent field is the lowest 8 bits of <paramref name="a"/>'s bit pattern: 2^(n - 127) for n there.</summary>
    static abstract TSelf ExponentFromLowBits(TSelf a);
}
