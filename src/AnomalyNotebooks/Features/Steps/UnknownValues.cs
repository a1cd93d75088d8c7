namespace AnomalyNotebooks;

/// <summary>What a one-hot encoding makes of a value that never occurred in training.</summary>
public enum UnknownValues
{
    /// <summary>A column of its own, always 0 in training.</summary>
    OwnColumn,

    /// <summary>The column of rare values, where training had any; otherwise all columns are 0 (scikit-learn's <c>infrequent_if_exist</c>).</summary>
    RareColumn,

    /// <summary>All columns are 0 (scikit-learn's <c>ignore</c>).</summary>
    AllZero,
}
