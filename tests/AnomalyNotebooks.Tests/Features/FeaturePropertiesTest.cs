using FsCheck;
using FsCheck.Fluent;

namespace AnomalyNotebooks.Tests.Features;

/// <summary>What holds for whatever numbers come.</summary>
public class FeaturePropertiesTest
{
    private static readonly Gen<double> Value = Gen.OneOf(
        Gen.Choose(-5, 5).Select(whole => (double)whole),
        Gen.Choose(-1_000_000, 1_000_000).Select(whole => whole / 997.0),
        Gen.Elements(0.0, -0.0, 1e-300, -1e-300, 4.9e-324, 1e15, -1e15));

    private static readonly Arbitrary<double[]> Columns = Value.NonEmptyListOf().Select(values => values.ToArray()).ToArbitrary();

    [Fact]
    public void Radix_sort_sorts() => Check(Columns, values =>
    {
        double[] expected = [.. values.Order()];
        (double[] sorted, int[] order) = RadixSort.WithOrder(values);
        return sorted.SequenceEqual(expected) && RadixSort.Ascending(values).SequenceEqual(expected)
            && order.Select(place => values[place]).SequenceEqual(expected)
            && order.Zip(order.Skip(1)).All(pair => values[pair.First] != values[pair.Second] || pair.First < pair.Second);
    });

    [Fact]
    public void Mean_ranks_count_smaller_and_equal_values() => Check(Columns, values =>
        Ranks.Mean(values).SequenceEqual(values.Select(value => values.Count(other => other < value)
            + (0.5 * (values.Count(other => other == value) + 1)))));

    [Fact]
    public void Counts_are_those_of_a_dictionary() => Check(Columns, values =>
    {
        var table = new CountTable();
        foreach (double value in values) table.Add(HashMix.Of(value));
        CountTable again = CountTable.FromBytes(table.ToBytes());
        CountTable rest = table.Without([HashMix.Of(values[0])]);
        return rest[HashMix.Of(values[0])] == table[HashMix.Of(values[0])] - 1
            && values.GroupBy(value => value).All(group => table[HashMix.Of(group.Key)] == group.Count()
            && again[HashMix.Of(group.Key)] == group.Count())
            && table.Distinct == values.Distinct().Count() && table[HashMix.Of(12345.678)] == 0;
    });

    [Fact]
    public void Distinct_values_are_counted_the_same_by_table_and_by_sorting() => Check(
        Gen.OneOf(Gen.Choose(0, 9).Select(whole => (double)whole), Gen.Elements(-0.0, 4095.0)).NonEmptyListOf()
            .Select(values => values.ToArray()).ToArbitrary(), small =>
    {
        // What is no small whole number is sorted.
        return Same(small) && Same([.. small, 4096]) && Same([.. small, -1]) && Same([.. small, 0.5]);

        static bool Same(double[] values)
        {
            (double[] distinct, int[] counts) = ValueIndex.Counts(values);
            IGrouping<double, double>[] groups = [.. values.GroupBy(value => value).OrderBy(group => group.Key)];
            return distinct.SequenceEqual(groups.Select(group => group.Key)) && counts.SequenceEqual(groups.Select(group => group.Count()))
                && !distinct.Any(value => value == 0 && double.IsNegative(value));
        }
    });

    [Fact]
    public void The_range_of_a_column_is_its_least_and_largest_value() => Check(Columns, values =>
        VectorMath.Range(values, out bool finite) is var (low, high) && finite && low.Equals(values.Aggregate(Math.Min))
            && high.Equals(values.Aggregate(Math.Max))
            && double.IsNegative(low) == double.IsNegative(values.Aggregate(Math.Min))
                && double.IsNegative(high) == double.IsNegative(values.Aggregate(Math.Max)));

    [Fact]
    public void Quantiles_rise_with_the_value_and_stay_in_their_range() => Check(Columns, values =>
    {
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("x", new QuantileStep { Quantiles = 7, Output = QuantileOutput.Uniform })
            .Fit(SmallFlows.Of(("x", values)));
        float[] shares = fitted.Transform(SmallFlows.Of(("x", [double.MinValue / 4, .. values.Order(), double.MaxValue / 4]))).Values;
        return shares.All(share => share is >= 0 and <= 1) && shares.Zip(shares.Skip(1)).All(pair => pair.First <= pair.Second);
    });

    [Fact]
    public void Min_max_of_the_training_rows_spans_0_to_1() => Check(Columns, values =>
    {
        float[] scaled = SmallFlows.Pipeline("x", new MinMaxStep()).FitTransform(SmallFlows.Of(("x", values))).Training.Values;
        bool constant = values.Distinct().Count() == 1;
        return scaled.Min() == 0 && (constant ? scaled.Max() == 0 : scaled.Max() == 1);
    });

    [Fact]
    public void One_hot_of_a_row_has_one_1_for_each_column() => Check(Columns, values =>
    {
        FeatureMatrix encoded = SmallFlows.Pipeline("x", new OneHotStep { MinimumCount = 2 }).FitTransform(SmallFlows.Of(("x", values)))
            .Training;
        return Enumerable.Range(0, encoded.Rows).All(row => encoded.Row(row).ToArray().Count(value => value == 1) == 1
            && encoded.Row(row).ToArray().Sum() == 1);
    });

    [Fact]
    public void Any_fitted_pipeline_comes_back_from_JSON_with_the_same_bits() => Check(Columns, values =>
    {
        FlowTable flows = SmallFlows.Of(("x", values));
        FeaturePipeline pipeline = SmallFlows.Pipeline("x", new StandardStep { Clip = 3 })
            .And(SmallFlows.Pipeline("x", new QuantileStep { Quantiles = 5 }));
        FittedFeaturePipeline fitted = pipeline.Fit(flows);
        return FittedFeaturePipeline.FromJson(fitted.ToJson()).Transform(flows).Values.AsSpan()
            .SequenceEqual(fitted.Transform(flows).Values);
    });

    private static void Check(Arbitrary<double[]> columns, Func<double[], bool> holds) =>
        Prop.ForAll(columns, holds).QuickCheckThrowOnFailure();
}
