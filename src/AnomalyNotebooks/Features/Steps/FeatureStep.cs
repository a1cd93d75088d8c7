using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// The settings of one preprocessing step, immutable; what it learns is kept apart, inside a <see cref="FittedFeaturePipeline"/>.
/// A step learns only from the rows it is fitted on.
/// </summary>
/// <remarks>A new step is one file (a record deriving from this class and its fitted state) and one line in FeatureStepRegistry.</remarks>
public abstract record FeatureStep
{
    /// <summary>The step's name in saved pipelines, such as <c>log1p</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether each column is treated by itself, so that a recipe over several columns may be split by column.</summary>
    internal virtual bool IsColumnwise => true;

    /// <summary>Learns from <paramref name="input"/> (at least one row, finite values).</summary>
    internal abstract FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns);

    /// <summary>The step's settings when columns are taken out of the recipe; null when nothing of it remains.</summary>
    internal virtual FeatureStep? Without(IReadOnlySet<string> columns) => this;

    private protected AnomalyException NeedsNumbers(FeatureColumn column, string remedy = "label-encode or one-hot encode it first") =>
        new($"The step '{Kind}' takes numbers, but '{column.Name}' is a text column: {remedy}.");
}
