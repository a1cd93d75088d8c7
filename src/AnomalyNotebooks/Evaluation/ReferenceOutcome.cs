namespace AnomalyNotebooks;

/// <summary>What one run of <see cref="ReferenceRecipe"/> gave.</summary>
/// <param name="Matrix">Decisions on the rows judged.</param>
/// <param name="Auroc">Area under the ROC curve of the same rows, which no threshold enters.</param>
/// <param name="Threshold">The threshold.</param>
public sealed record ReferenceOutcome(ConfusionMatrix Matrix, double Auroc, double Threshold);
