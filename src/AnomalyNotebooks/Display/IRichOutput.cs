namespace AnomalyNotebooks;

/// <summary>Something a notebook cell shows: as HTML where the host can, as text (<see cref="object.ToString"/>) where it cannot.</summary>
public interface IRichOutput
{
    /// <summary>An HTML fragment; every text that came from data is escaped.</summary>
    string ToHtml();
}
