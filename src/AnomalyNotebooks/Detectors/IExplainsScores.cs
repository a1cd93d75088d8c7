namespace AnomalyNotebooks;

/// <summary>A fitted detector that can say which features made a score, in its own terms.</summary>
public interface IExplainsScores : IFittedDetector
{
    /// <summary>Splits each row's score among its features.</summary>
    /// <param name="flows">Rows with the features the detector was fitted on, in the same order.</param>
    /// <exception cref="AnomalyException">Other features than it was fitted on, or a NaN or infinity.</exception>
    ScoreExplanation Explain(FeatureMatrix flows);
}
