using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// How surprising each value is among the training rows, in nats: -log of how often it occurs. Takes all columns of its recipe together
/// and gives, in this order, the surprise of each column's value, <c>surprise(sbytes)</c>; of each value given the
/// <see cref="Context"/> that it occurs in, <c>surprise(sbytes | context)</c>, for the columns outside the context; of the context
/// itself; and of each of the <see cref="Tuples"/>, <c>surprise(spkts, dpkts)</c>.
/// </summary>
/// <remarks>
/// With n of N training rows having the value, p = (n + 1) / (N + 1); given a context that m rows have, k of them with the value,
/// (k + w p) / (m + w), smoothed towards p with the weight w of <see cref="Smoothing"/>. For the training rows themselves every count
/// leaves the row out (<see cref="FeaturePipeline.FitTransform"/>): counted in, no training row would be as surprising as a new one.
/// </remarks>
public sealed record SurpriseStep : FeatureStep
{
    internal const string Name = "surprise";

    /// <summary>The columns that values are conditioned on; none leaves those features out.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>Columns whose values are counted together.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tuples { get; init; } = [];

    /// <summary>Continuous columns, whose exact values hardly repeat, each with a scale: counted is log(1 + scale * value) times
    /// <see cref="Resolution"/>, rounded. Values below 0 count as 0.</summary>
    public IReadOnlyDictionary<string, double> Continuous { get; init; } = new Dictionary<string, double>();

    /// <summary>Steps per factor of e into which continuous values are rounded.</summary>
    public double Resolution { get; init; } = 4;

    /// <summary>How many training rows the marginal frequency weighs against those that share the context.</summary>
    public double Smoothing { get; init; } = 2;

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override bool IsColumnwise => false;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns) => FittedSurprise.Fit(this, input, columns);

    internal override FeatureStep Without(IReadOnlySet<string> columns) => this with
    {
        Context = [.. Context.Where(column => !columns.Contains(column))],
        Tuples = [.. Tuples.Where(tuple => !tuple.Any(columns.Contains))],
        Continuous = Continuous.Where(entry => !columns.Contains(entry.Key)).ToDictionary(),
    };

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        string[] continuous = json.Texts("continuous");
        double[] scales = json.Numbers("scales", continuous.Length);
        var settings = new SurpriseStep
        {
            Context = json.Texts("context"),
            Tuples = [.. json.List("tuples").Select(tuple => tuple.Texts("columns"))],
            Continuous = continuous.Zip(scales).ToDictionary(entry => entry.First, entry => entry.Second),
            Resolution = json.Number("resolution"),
            Smoothing = json.Number("smoothing"),
        };
        return FittedSurprise.Read(settings, json, columns);
    }

    /// <inheritdoc/>
    public bool Equals(SurpriseStep? other) => other is not null && Resolution.Equals(other.Resolution) && Smoothing.Equals(other.Smoothing)
        && Context.SequenceEqual(other.Context) && Tuples.Count == other.Tuples.Count
        && Tuples.Zip(other.Tuples).All(pair => pair.First.SequenceEqual(pair.Second))
        && Continuous.OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(other.Continuous.OrderBy(entry => entry.Key, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Resolution, Smoothing, Context.Count, Tuples.Count, Continuous.Count);

    internal void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteTexts("context", Context);
        json.WriteStartArray("tuples");
        foreach (IReadOnlyList<string> tuple in Tuples)
        {
            json.WriteStartObject();
            json.WriteTexts("columns", tuple);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        string[] continuous = [.. Continuous.Keys.Order(StringComparer.Ordinal)];
        json.WriteTexts("continuous", continuous);
        json.WriteNumbers("scales", [.. continuous.Select(column => Continuous[column])]);
        json.WriteNumber("resolution", Resolution);
        json.WriteNumber("smoothing", Smoothing);
    }
}
