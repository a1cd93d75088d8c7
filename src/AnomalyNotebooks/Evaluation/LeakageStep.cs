namespace AnomalyNotebooks;

/// <summary>One step of <see cref="LeakageStudy"/>.</summary>
/// <param name="Name">What was taken away.</param>
/// <param name="Recipe">The recipe of this step.</param>
/// <param name="Outcomes">What it gave, one per seed.</param>
public sealed record LeakageStep(string Name, ReferenceRecipe Recipe, IReadOnlyList<ReferenceOutcome> Outcomes)
{
    /// <summary>Median accuracy over the seeds (the upper one of an even number). Not the mean: in some runs the published threshold
    /// rule lands far from the others.</summary>
    public double Accuracy => Outcomes.Select(outcome => outcome.Matrix.Accuracy).Order().ElementAt(Outcomes.Count / 2);

    /// <summary>Lowest accuracy over the seeds.</summary>
    public double LowestAccuracy => Outcomes.Min(outcome => outcome.Matrix.Accuracy);

    /// <summary>Highest accuracy over the seeds.</summary>
    public double HighestAccuracy => Outcomes.Max(outcome => outcome.Matrix.Accuracy);

    /// <summary>Mean area under the ROC curve over the seeds.</summary>
    public double Auroc => Outcomes.Average(outcome => outcome.Auroc);

    /// <summary>Standard deviation of the AUROC over the seeds (divided by their number less one); 0 for a single seed.</summary>
    public double AurocDeviation => Outcomes.Count < 2
        ? 0
        : Math.Sqrt(Outcomes.Sum(outcome => (outcome.Auroc - Auroc) * (outcome.Auroc - Auroc)) / (Outcomes.Count - 1));

    /// <summary>Mean share of the attacks found.</summary>
    public double Recall => Outcomes.Average(outcome => outcome.Matrix.Recall);

    /// <summary>Mean share of the normals flagged.</summary>
    public double FalsePositiveRate => Outcomes.Average(outcome => outcome.Matrix.FalsePositiveRate);
}
