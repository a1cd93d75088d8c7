using System.Text.Json;

namespace AnomalyNotebooks.Tests;

/// <summary>Values made by another program (PyTorch, scikit-learn, SciPy), kept as JSON beside the script that made them.</summary>
internal static class Fixture
{
    /// <summary>Reads <c>ROOM/Fixtures/NAME.json</c>.</summary>
    public static JsonElement Read(string room, string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, room, "Fixtures", name + ".json");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }

    public static double[] Doubles(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    public static float[] Floats(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetSingle())];

    public static int[] Ints(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())];

    public static bool[] Bools(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetInt32() != 0)];

    public static double Double(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    /// <summary>Asserts agreement relative to the expected size.</summary>
    public static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative, double absolute = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= (relative * Math.Abs(expected[i])) + absolute,
                $"[{i}]: {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
