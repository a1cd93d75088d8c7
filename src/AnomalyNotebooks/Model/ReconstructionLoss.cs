namespace AnomalyNotebooks;

/// <summary>How far a reconstruction y is from its flow x, over F features: what training minimises and what a flow's score is.</summary>
public enum ReconstructionLoss
{
    /// <summary>Sum over the features of |y - x| (PyTorch's <c>L1Loss(reduction='sum')</c> of one row): the reference's loss.</summary>
    L1,

    /// <summary>Mean over the features of (y - x)² (<c>MSELoss</c> of one row).</summary>
    MeanSquared,

    /// <summary>Mean over the features of ½d² where d = |y - x| is at most 1, of d - ½ beyond (<c>HuberLoss</c> of one row).</summary>
    Huber,
}

/// <summary>The losses of a single value by its error d = y - x. A row's loss is their sum over its features times
/// <see cref="Scale"/>.</summary>
internal static class Losses
{
    public static float Scale(this ReconstructionLoss loss, int features) => loss == ReconstructionLoss.L1 ? 1 : 1f / features;

    public static float Value(this ReconstructionLoss loss, float d)
    {
        float a = MathF.Abs(d), c = AtMost1(a);
        return loss switch
        {
            ReconstructionLoss.MeanSquared => d * d,
            ReconstructionLoss.Huber => c * PortableMath.MultiplyAdd(-0.5f, c, a), // a²/2 up to 1, a - 1/2 beyond
            _ => a,
        };
    }

    /// <summary>The derivative; that of |d| is 0 at 0, as in PyTorch.</summary>
    public static float Slope(this ReconstructionLoss loss, float d) => loss switch
    {
        ReconstructionLoss.MeanSquared => d + d,
        ReconstructionLoss.Huber => MathF.CopySign(AtMost1(MathF.Abs(d)), d),
        _ => MathF.CopySign(MathF.Abs(d) > 0 ? 1 : 0, d),
    };

    private static float AtMost1(float a) => a > 1 ? 1 : a;
}
