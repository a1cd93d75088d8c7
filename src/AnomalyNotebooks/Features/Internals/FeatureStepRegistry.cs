using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>How each kind of step is read back from a saved pipeline. A new step adds its line here.</summary>
internal static class FeatureStepRegistry
{
    private static readonly Dictionary<string, Func<JsonElement, IReadOnlyList<FeatureColumn>, FittedFeatureStep>> Readers = new(StringComparer.Ordinal)
    {
        [LabelEncodeStep.Name] = LabelEncodeStep.Read,
        [Log1pStep.Name] = Log1pStep.Read,
        [MinMaxStep.Name] = MinMaxStep.Read,
        [OneHotStep.Name] = OneHotStep.Read,
        [PresentStep.Name] = PresentStep.Read,
        [QuantileStep.Name] = QuantileStep.Read,
        [StandardStep.Name] = StandardStep.Read,
        [SurpriseStep.Name] = SurpriseStep.Read,
    };

    public static IReadOnlyCollection<string> Kinds => Readers.Keys;

    public static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        string kind = json.Text("step");
        return Readers.TryGetValue(kind, out var read)
            ? read(json, columns)
            : throw PipelineJson.Malformed($"it has a step '{kind}'; known are {string.Join(", ", Readers.Keys.Order(StringComparer.Ordinal))}");
    }
}
