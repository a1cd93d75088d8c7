namespace AnomalyNotebooks;

/// <summary>What follows each hidden layer. The code and the output are linear.</summary>
public enum Activation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}
