namespace AnomalyNotebooks;

/// <summary>What follows each hidden layer. The code and the output are linear.</summary>
public enum Activation
{
    /// <summary>Hyperbolic tangent: <see cref="PortableMath.Tanh"/>.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}

/// <summary>The activations of a single value.</summary>
internal static class Activations
{
    // A NaN stays one, so that a diverged training shows.
    public static float Of(this Activation activation, float x) => activation == Activation.Tanh ? PortableMath.Tanh(x) : x < 0 ? 0 : x;

    /// <summary>The derivative where the output is <paramref name="y"/>.</summary>
    public static float Slope(this Activation activation, float y) => activation == Activation.Tanh ? 1 - (y * y) : y > 0 ? 1 : 0;
}
