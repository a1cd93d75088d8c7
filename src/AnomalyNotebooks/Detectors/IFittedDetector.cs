namespace AnomalyNotebooks;

/// <summary>A fitted detector: immutable, safe to use from several threads.</summary>
public interface IFittedDetector
{
    /// <summary>Scores each row; higher is more anomalous. The unit is the detector's own.</summary>
    /// <param name="flows">Rows with the features the detector was fitted on, in the same order.</param>
    /// <returns>One finite score per row.</returns>
    /// <exception cref="AnomalyException">Other features than it was fitted on, or a NaN or infinity.</exception>
    double[] Score(FeatureMatrix flows);
}
