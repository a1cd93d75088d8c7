using System.Text.Json;

namespace AnomalyNotebooks.Tests.Evaluation;

/// <summary>Scores, labels, and what scikit-learn says of them: distinct scores, ties, all equal, perfect, reversed.</summary>
internal static class ScikitLearnCases
{
    private static readonly JsonElement[] Cases = [.. Fixture.Read("Evaluation", "evaluation").GetProperty("cases").EnumerateArray()];

    public static TheoryData<string> Names => [.. Cases.Select(x => x.GetProperty("name").GetString()!)];

    public static JsonElement Named(string name) => Cases.Single(x => x.GetProperty("name").GetString() == name);
}
