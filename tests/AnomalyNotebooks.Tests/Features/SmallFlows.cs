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

    /// <summary>Flows of a schema that says nothing but names and roles.</summary>
    public static FlowTable OfSchema(FlowSchema schema, (string Name, double[] Values)[] numbers,
        (string Name, string[] Values)[] texts) => new(
        new FlowOrigin("test", null, "", IsSynthetic: true),
        numbers[0].Values.Length,
        numbers.ToDictionary(column => column.Name, column => column.Values),
        texts.ToDictionary(column => column.Name, column => Coded(column.Values)),
        Coded([.. numbers[0].Values.Select(_ => FlowSchema.Normal)]),
        new bool[numbers[0].Values.Length],
        schema: schema);

    /// <summary>A table with all 42 features. "spkts" counts rows, so that no two are equal, or only that many are.</summary>
    public static FlowTable WithAllFeatures(int rows, Func<int, bool> isAttack, int? distinct = null)
    {
        double[] Values(int column) => [.. Enumerable.Range(0, rows).Select(row => (row * 7919L) % (distinct ?? rows))
            .Select(key => column == 0 ? key : (double)(key * (column + 3) % (5 + column)))];
        string[] texts = [.. FlowSchema.UnswNb15.Features.Where(feature => feature.IsText).Select(feature => feature.Name)];
        string[] numbers = ["spkts", .. FlowSchema.UnswNb15.Features.Select(feature => feature.Name)
            .Where(name => name != "spkts" && !texts.Contains(name))];
        return Of(
            [.. numbers.Select((name, column) => (name, Values(column)))],
            [.. texts.Select((name, column) => (name, Values(column + 50).Select(value => $"{name}{value % 4}").ToArray()))],
            [.. Enumerable.Range(0, rows).Select(isAttack)]);
    }

    public static CategoryColumn Coded(string[] texts)
    {
        string[] values = [.. texts.Distinct().Order(StringComparer.Ordinal)];
        return new CategoryColumn([.. texts.Select(text => Array.IndexOf(values, text))], values);
    }

    public static FeaturePipeline Pipeline(string column, params FeatureStep[] steps) => new("test", new FeatureRecipe([column], steps));

    public static float[] Column(this FeatureMatrix matrix, int column) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix[row, column])];
}
