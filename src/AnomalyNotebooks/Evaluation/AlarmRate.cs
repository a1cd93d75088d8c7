using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// What a detector's rates mean in operation: alerts a day and how many of them are worth a look, at a given traffic and a given share
/// of attacks in it (the base-rate fallacy; Axelsson, 2000).
/// </summary>
/// <param name="TruePositiveRate">Share of attacks flagged, 0 to 1.</param>
/// <param name="FalsePositiveRate">Share of normals flagged, 0 to 1.</param>
/// <param name="Prevalence">Share of attacks among the flows, 0 to 1.</param>
/// <param name="FlowsPerDay">Traffic, flows a day.</param>
public sealed record AlarmRate(double TruePositiveRate, double FalsePositiveRate, double Prevalence, double FlowsPerDay)
{
    /// <summary>Share of attacks flagged, 0 to 1.</summary>
    public double TruePositiveRate { get; init; } = Share(TruePositiveRate, nameof(TruePositiveRate));

    /// <summary>Share of normals flagged, 0 to 1.</summary>
    public double FalsePositiveRate { get; init; } = Share(FalsePositiveRate, nameof(FalsePositiveRate));

    /// <summary>Share of attacks among the flows, 0 to 1.</summary>
    public double Prevalence { get; init; } = Share(Prevalence, nameof(Prevalence));

    /// <summary>Traffic, flows a day.</summary>
    public double FlowsPerDay { get; init; } = FlowsPerDay >= 0 && double.IsFinite(FlowsPerDay)
        ? FlowsPerDay
        : throw new ArgumentOutOfRangeException(nameof(FlowsPerDay), FlowsPerDay, "A finite number of flows, 0 or more, is expected.");

    /// <summary>Attacks flagged a day.</summary>
    public double TrueAlertsPerDay => FlowsPerDay * Prevalence * TruePositiveRate;

    /// <summary>Normal flows flagged a day.</summary>
    public double FalseAlertsPerDay => FlowsPerDay * (1 - Prevalence) * FalsePositiveRate;

    /// <summary>All alerts a day.</summary>
    public double AlertsPerDay => TrueAlertsPerDay + FalseAlertsPerDay;

    /// <summary>Attacks passed a day.</summary>
    public double MissedPerDay => FlowsPerDay * Prevalence * (1 - TruePositiveRate);

    /// <summary>Share of alerts that are attacks (Bayes); 0 if nothing is flagged.</summary>
    public double Precision
    {
        get
        {
            double hits = Prevalence * TruePositiveRate, flagged = hits + ((1 - Prevalence) * FalsePositiveRate);
            return flagged == 0 ? 0 : hits / flagged;
        }
    }

    /// <summary>The rates of a confusion matrix, in other traffic.</summary>
    public static AlarmRate Of(ConfusionMatrix matrix, double prevalence, double flowsPerDay) =>
        new(matrix.Recall, matrix.FalsePositiveRate, prevalence, flowsPerDay);

    /// <summary>Alerts and precision in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{AlertsPerDay:N0} alerts a day, {Precision:P1} of them attacks; {MissedPerDay:N0} attacks missed");

    private static double Share(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A share from 0 to 1 is expected; 1 % is 0.01.");
}
