namespace AnomalyNotebooks.Engine;

/// <summary>
/// Arithmetic on vectors of <see cref="Count"/> floats, in which every lane computes on its own: what kernels are
/// written in once, to run at any width. All operations are exactly rounded by IEEE 754 (a fused multiply-add rounds once), so a result
/// depends neither on the width nor on the machine. There is no sum across lanes, on purpose.
/// </summary>
/// <remarks>The operations stand apart from the vector type: a struct around the vector would cost the compiler its view of the
/// registers (a move per multiply-add, three quarters of the speed).</remarks>
/// <typeparam name="TVector">The vector, such as <see cref="System.Runtime.Intrinsics.Vector512{T}"/>.</typeparam>
internal unsafe interface ILanes<TVector> where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* target, TVector value);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector SquareRoot(TVector a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>|a|.</summary>
    static abstract TVector Abs(TVector a);

    /// <summary><paramref name="a"/> below <paramref name="limit"/>, else the limit; a NaN stays NaN.</summary>
    static abstract TVector AtMost(TVector limit, TVector a);

    /// <summary><paramref name="value"/> where <paramref name="a"/> &gt; <paramref name="b"/>, else 0.</summary>
    static abstract TVector WhereGreater(TVector a, TVector b, TVector value);

    /// <summary>0 where <paramref name="a"/> &lt; <paramref name="b"/>, else <paramref name="value"/>: a NaN gets through.</summary>
    static abstract TVector ZeroWhereLess(TVector a, TVector b, TVector value);

    /// <summary>The magnitude of <paramref name="a"/> with the sign bit of <paramref name="sign"/>; a must not be negative.</summary>
    static abstract TVector WithSign(TVector a, TVector sign);

    /// <summary>The float whose exponent field is the lowest 8 bits of <paramref name="a"/>'s bit pattern: 2^(n - 127) for n
    /// there.</summary>
    static abstract TVector ExponentFromLowBits(TVector a);
}
