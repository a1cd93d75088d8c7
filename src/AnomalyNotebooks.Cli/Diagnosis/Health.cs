namespace AnomalyNotebooks.Cli.Diagnosis;

/// <summary>Whether something is as it should be.</summary>
internal enum Health
{
    /// <summary>It is.</summary>
    Good,

    /// <summary>It is not there, and all goes without it, with less.</summary>
    Optional,

    /// <summary>It is not there, and <c>anomaly run</c> needs it.</summary>
    Missing,
}
