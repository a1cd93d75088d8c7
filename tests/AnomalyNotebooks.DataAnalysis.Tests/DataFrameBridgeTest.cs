using Microsoft.Data.Analysis;

namespace AnomalyNotebooks.Tests;

public sealed class DataFrameBridgeTest
{
    private static readonly FlowOrigin Origin = new("synthetic sample, 3 flows", null, "00", IsSynthetic: true);

    [Fact]
    public void Flows_come_back_as_they_were()
    {
        FlowTable flows = ThreeFlows();

        FlowTable back = flows.ToDataFrame().ToFlowTable(flows.Origin);

        Assert.Equal(flows.Count, back.Count);
        Assert.Same(flows.Origin, back.Origin);
        Assert.Equal(flows.IsAttack, back.IsAttack);
        foreach (string name in FlowSchema.UnswNb15.NumericFeatures) Assert.Equal(flows.Number(name), back.Number(name));
        foreach (string name in FlowSchema.UnswNb15.CategoryFeatures) AssertSame(flows.Category(name), back.Category(name));
        AssertSame(flows.AttackCategory, back.AttackCategory);
    }

    [Fact]
    public void Flows_have_the_columns_of_the_partition_files_with_their_types()
    {
        DataFrame frame = ThreeFlows().ToDataFrame();

        Assert.Equal([.. FlowSchema.UnswNb15.FeatureNames, "attack_cat", "label"], frame.Columns.Select(column => column.Name));
        foreach (FlowColumn field in FlowSchema.UnswNb15.Features)
        {
            Type expected = field.IsText ? typeof(string) : field.IsWhole ? typeof(long) : typeof(double);
            Assert.Equal(expected, frame[field.Name].DataType);
        }

        Assert.Equal([0L, 1L, 1L], frame["label"].Cast<long>());
    }

    [Fact]
    public void Integers_beyond_32_bits_stay_integers()
    {
        DataFrame frame = ThreeFlows().ToDataFrame();

        Assert.Equal(4294958913L, frame["stcpb"][1]);
    }

    [Fact]
    public void A_missing_value_is_refused_with_column_and_row()
    {
        DataFrame frame = ThreeFlows().ToDataFrame();
        frame["sbytes"][1] = null;

        AnomalyException error = Assert.Throws<AnomalyException>(() => frame.ToFlowTable());

        Assert.Contains("'sbytes', row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_read_from_a_CSV_text_becomes_flows_though_all_its_numbers_are_single()
    {
        using var file = new MemoryStream();
        DataFrame.SaveCsv(ThreeFlows().ToDataFrame(), file);
        file.Position = 0;

        FlowTable flows = DataFrame.LoadCsv(file).ToFlowTable(Origin);

        Assert.Equal(ThreeFlows().Number("sbytes"), flows.Number("sbytes"));
        AssertSame(ThreeFlows().AttackCategory, flows.AttackCategory);
    }

    [Fact]
    public void A_feature_matrix_comes_back_bit_for_bit_with_its_names()
    {
        float[] values = [1, float.NaN, -0.1f, float.Epsilon, 3e38f, 0];
        var matrix = new FeatureMatrix(values, 3, ["dur", "proto=tcp"]);

        FeatureMatrix back = matrix.ToDataFrame().ToFeatureMatrix();

        Assert.Equal(["dur", "proto=tcp"], back.Names);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), back.Values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_missing_number_is_a_null_in_the_frame_and_a_NaN_in_the_matrix()
    {
        var matrix = new FeatureMatrix([1, float.NaN], 2, ["a"]);

        DataFrame frame = matrix.ToDataFrame();

        Assert.Equal(1, frame["a"].NullCount);
        Assert.Null(frame["a"][1]);
        Assert.True(float.IsNaN(frame.ToFeatureMatrix()[1, 0]));
    }

    [Fact]
    public void Any_numeric_column_becomes_a_feature()
    {
        var frame = new DataFrame(
            new Int64DataFrameColumn("count", [1L, 2]),
            new DoubleDataFrameColumn("seconds", [0.5, 1.5]),
            new BooleanDataFrameColumn("flag", [true, false]));

        Assert.Equal([1, 0.5f, 1, 2, 1.5f, 0], frame.ToFeatureMatrix().Values);
    }

    [Fact]
    public void A_text_column_is_refused_as_a_feature_by_name()
    {
        var frame = new DataFrame(new StringDataFrameColumn("proto", ["tcp"]));

        AnomalyException error = Assert.Throws<AnomalyException>(() => frame.ToFeatureMatrix());

        Assert.Contains("'proto' holds String values", error.Message, StringComparison.Ordinal);
    }

    private static FlowTable ThreeFlows()
    {
        Dictionary<string, double[]> numbers = FlowSchema.UnswNb15.NumericFeatures.ToDictionary(
            name => name, name => !FlowSchema.UnswNb15.Find(name).IsWhole ? new[] { 0.25, 1e-6, 3 } : [7, 0, 1]);
        numbers["stcpb"] = [0, 4294958913, 621772692];
        var texts = new Dictionary<string, string?[]>
        {
            ["proto"] = ["tcp", "udp", "tcp"],
            ["service"] = ["-", "dns", "http"],
            ["state"] = ["FIN", "INT", "FIN"],
            ["attack_cat"] = ["Normal", "DoS", "Worms"],
        };
        return FlowTable.FromColumns(numbers, texts, Origin);
    }

    private static void AssertSame(CategoryColumn expected, CategoryColumn actual)
    {
        Assert.Equal(expected.Values, actual.Values);
        Assert.Equal(expected.Codes, actual.Codes);
    }
}
