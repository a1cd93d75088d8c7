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
