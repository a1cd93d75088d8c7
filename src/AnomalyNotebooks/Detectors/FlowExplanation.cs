using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Which columns of some flows made their scores: the features' parts, added up by the column that they were made from.</summary>
public sealed class FlowExplanation
{
    private readonly FlowTable flows;
    private readonly string[] columnOfFeature;

    internal FlowExplanation(FlowTable flows, FittedFeaturePipeline pipeline, ScoreExplanation features)
    {
        this.flows = flows;
        Features = features;
        columnOfFeature = [.. pipeline.Sources.Select(sources => string.Join(", ", sources))];
    }

    /// <summary>The same by feature, as the detector sees them, with the expected values.</summary>
    public ScoreExplanation Features { get; }

    /// <summary>The columns that added most to the score of flow <paramref name="row"/>, largest first, with the flow's own values.</summary>
    /// <remarks>A feature made from several columns (a surprise of a pair) stands as one entry with their names.</remarks>
    public IReadOnlyList<ColumnContribution> Top(int row, int count = 5)
    {
        var byColumn = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int c = 0; c < columnOfFeature.Length; c++)
            byColumn[columnOfFeature[c]] = byColumn.GetValueOrDefault(columnOfFeature[c]) + Features.Contributions[row, c];
        return [.. byColumn
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Take(count)
            .Select(entry => new ColumnContribution(entry.Key, string.Join(", ", entry.Key.Split(", ").Select(column => Text(column, row))), entry.Value))];
    }

    private string Text(string column, int row) => column switch
    {
        "attack_cat" => flows.AttackCategory[row],
        "label" => flows.IsAttack[row] ? "1" : "0",
        _ when FlowSchema.CategoryFeatures.Contains(column) => flows.Category(column)[row],
        _ => flows.Number(column)[row].ToString("G6", CultureInfo.InvariantCulture),
    };
}
