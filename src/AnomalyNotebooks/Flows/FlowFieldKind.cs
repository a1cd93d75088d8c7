namespace AnomalyNotebooks;

/// <summary>What a column of the data set holds.</summary>
public enum FlowFieldKind
{
    /// <summary>A text from a small set, such as a protocol.</summary>
    Category,

    /// <summary>A count or another whole number.</summary>
    Integer,

    /// <summary>A measured real number.</summary>
    Real,

    /// <summary>0 or 1.</summary>
    Flag,
}
