namespace AnomalyNotebooks;

/// <summary>How the series of a panel are drawn.</summary>
public enum PanelKind
{
    /// <summary>As lines.</summary>
    Lines,

    /// <summary>As points.</summary>
    Points,

    /// <summary>As filled density curves.</summary>
    Densities,
}
