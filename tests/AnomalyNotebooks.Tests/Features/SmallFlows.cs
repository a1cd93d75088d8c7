namespace AnomalyNotebooks.Tests.Features;

/// <summary>Tables of a few columns and rows, as tests need them.</summary>
internal static class SmallFlows
{
    public static FlowTable Of(params (string Name, double[] Values)[] numbers) => Of(numbers, []);

    public static FlowTable Of((string Name, double[] Values)[] numbers, (string Name, string[] Values)[] texts, bool[]? attack = null)
    {
        int rows = numbers.Length > 0 ? numbers[0].Values.Length : texts[0].Values.Length;
        attack ??= new bool[rows];
        return new FlowTable(
            new FlowOrigin("test", null, "", IsSynthetic: true),
            rows,
            numbers.ToDictionary(column => column.Name, column => column.Values),
            texts.ToDictionary(column => column.Name, column => Coded(column.Values)),
            Coded([.. attack.Select(is_attack => is_attack ? "Generic" : "Normal")]),
            attack);
    }

    public static CategoryColumn Coded(string[] texts)
    {
        string[] values = [.. texts.Distinct().Order(StringComparer.Ordinal)];
        return new CategoryColumn([.. texts.Select(text => Array.IndexOf(values, text))], values);
    }

    public static FeaturePipeline Pipeline(string column, params FeatureStep[] steps) => new("test", new FeatureRecipe([column], steps));

    public static float[] Column(this FeatureMatrix matrix, int column) => [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix[row, column])];
}
