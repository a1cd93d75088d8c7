namespace AnomalyNotebooks.Cli.Images;

/// <summary>What a picture file holds.</summary>
internal enum PictureFormat
{
    /// <summary>Pixels.</summary>
    Png,

    /// <summary>Vectors.</summary>
    Svg,
}
