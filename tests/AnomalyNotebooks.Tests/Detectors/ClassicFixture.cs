using System.Text.Json;

namespace AnomalyNotebooks.Tests.Detectors;

/// <summary>What scikit-learn's classic detectors say of 14 rows after 90.</summary>
internal static class ClassicFixture
{
    public static readonly JsonElement Sklearn = Fixture.Read("Detectors", "classic");
    public static readonly FeatureMatrix Train = Matrix("train");
    public static readonly FeatureMatrix Query = Matrix("query");

    private static FeatureMatrix Matrix(string name)
    {
        float[] values = Sklearn.Floats(name);
        return new FeatureMatrix(values, values.Length / 5, ["a", "b", "c", "d", "e"]);
    }
}
