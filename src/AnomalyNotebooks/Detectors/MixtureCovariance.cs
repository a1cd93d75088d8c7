namespace AnomalyNotebooks;

/// <summary>The shape of each bell of a Gaussian mixture.</summary>
public enum MixtureCovariance
{
    /// <summary>Any ellipsoid: relations between features are learnt.</summary>
    Full,

    /// <summary>Ellipsoids along the axes: one variance per feature.</summary>
    Diagonal,
}
