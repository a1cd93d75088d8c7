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

    /// <summary>Meant as 0 or 1. The files hold a few counts of 2 and 4 in <c>is_ftp_login</c> all the same, and they are kept.</summary>
    Flag,
}
