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

    /// <summary>How many columns are best fitted at once (see <see cref="FitEach"/>).</summary>
    internal virtual int ColumnsAtOnce => 1;

    /// <summary>Learns from each column by itself.</summary>
    /// <param name="input">At least one row, values that nobody has checked.</param>
    /// <param name="columns">What is known of the columns.</param>
    /// <returns>A step for each column; null where a value is not finite.</returns>
    internal virtual FittedFeatureStep?[] FitEach(ColumnBlock input, IReadOnlyList<FeatureColumn> columns) =>
        [.. columns.Select((column, c) => VectorMath.AreFinite(input[c]) ? Fit(input.Column(c), [column]) : null)];

    /// <summary>Learns from a column of which only is known which values there are.</summary>
    /// <param name="values">The values, finite, in any order; one may stand there more than once.</param>
    /// <param name="counts">How often each occurs, at least once.</param>
    /// <param name="column">What is known of the column.</param>
    /// <returns>Null where the step needs the rows.</returns>
    internal virtual FittedFeatureStep? FitCounted(double[] values, int[] counts, FeatureColumn column) => null;

    /// <summary>The step's settings when columns are taken out of the recipe; null when nothing of it remains.</summary>
    internal virtual FeatureStep? Without(IReadOnlySet<string> columns) => this;

    private protected AnomalyException NeedsNumbers(FeatureColumn column, string remedy = "label-encode or one-hot encode it first") =>
        new($"The step '{Kind}' takes numbers, but '{column.Name}' is a text column: {remedy}.");
}
