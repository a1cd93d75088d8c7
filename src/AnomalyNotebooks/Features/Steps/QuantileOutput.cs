namespace AnomalyNotebooks;

/// <summary>The distribution that a quantile mapping gives the training rows.</summary>
public enum QuantileOutput
{
    /// <summary>Uniform on [0, 1]: the share of training rows below the value.</summary>
    Uniform,

    /// <summary>Standard normal, cut off at ±5.2.</summary>
    Normal,
}
