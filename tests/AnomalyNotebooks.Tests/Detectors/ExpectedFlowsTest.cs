namespace AnomalyNotebooks.Tests.Detectors;

public sealed class ExpectedFlowsTest
{
    private static readonly FlowTable Flows = TestFlows.Make(600, 40);
    private static readonly NormalFlows Training = NormalFlows.Take(Flows, [.. Enumerable.Range(0, 500)]);
    private static readonly NormalFlows HeldOut = NormalFlows.Take(Flows, [.. Enumerable.Range(500, 100)]);
    private static readonly ExpectedFlows Expected = ExpectedFlows.Of(Training);

    public static TheoryData<string> Detectors => ["ensemble", "isolation-forest", "pca", "mixture", "neighbours", "wide-autoencoder"];

    [Theory]
    [MemberData(nameof(Detectors))]
    public void A_planted_size_is_what_explains_the_score_of_any_detector(string name)
    {
        FlowTable planted = TestFlows.With(Flows.Take([.. Enumerable.Range(0, 20)]), "sbytes", 77_777); // never sent by a normal flow
        FlowExplanation why = Expected.Explain(Fit(name), planted);

        int named = Enumerable.Range(0, planted.Count)
            .Count(row => why.Top(row, 3).Any(part => part is { Column: "sbytes", Value: "77777" }));
        Assert.True(named >= 12, $"sbytes was among the first three of 42 columns in {named} of 20 flows");
    }

    [Fact]
    public void What_follows_from_a_column_is_computed_again_and_is_no_reason_by_itself()
    {
        FlowTable planted = TestFlows.With(Flows.Take([.. Enumerable.Range(0, 20)]), "sbytes", 77_777);
        var mean = new ScriptedDetector("mean", flows => [.. flows.Number("smean").Select(Math.Abs)]);
        FlowTable consistent = Expected.Expect(planted, (_, _) => false);
        FlowExplanation why = Expected.Explain(mean, TestFlows.With(consistent, "smean", 77_777 / 2));

        FlowTable expected = Expected.Expect(planted, (_, column) => FlowSchema.UnswNb15.FeatureNames[column] == "sbytes");
        Assert.Equal(expected.Number("sbytes").Zip(expected.Number("spkts"), (bytes, packets) => Math.Floor((bytes / packets) + 0.5)),
            expected.Number("smean"));
        Assert.Equal("sbytes", why.Top(0)[0].Column);
    }

    [Fact]
    public void A_text_never_seen_in_training_is_explained_like_any_other()
    {
        FlowTable strange = TestFlows.With(Flows.Take([0]), "proto", "new");
        FlowExplanation why = Expected.Explain(Fit("neighbours"), strange);

        var part = Assert.Single(why.Top(0, 42), part => part.Column == "proto");
        Assert.Equal("new", part.Value);
        Assert.Contains(part.Expected, new[] { "tcp", "udp" });
        Assert.True(part.Contribution > 0);
    }

    [Fact]
    public void Expected_is_a_real_normal_flow_of_the_context_and_of_the_nearest_context_where_it_is_new()
    {
        FlowTable web = Flows.Take([Enumerable.Range(0, 500).First(row => Flows.Category("proto")[row] == "tcp")]),
            strange = TestFlows.With(web, "sttl", 7);
        string Flow(FlowTable flows, int row) => string.Join(' ',
            ((string[])["dur", "sbytes", "dbytes", "sttl", "dttl", "sload"]).Select(name => flows.Number(name)[row]));
        FlowTable expected = Expected.Expect(web, (_, _) => true);

        Assert.Contains(Flow(expected, 0), Enumerable.Range(0, 500).Select(row => Flow(Flows, row)));
        Assert.Equal("tcp", expected.Category("proto")[0]);
        Assert.Equal(web.Number("sttl"), expected.Number("sttl"));
        Assert.Equal("tcp", Expected.Expect(strange, (_, _) => true).Category("proto")[0]);
        Assert.NotEqual(7, Expected.Expect(strange, (_, _) => true).Number("sttl")[0]);
    }

    [Fact]
    public void The_parts_add_up_and_columns_that_only_matter_together_are_found_together()
    {
        FlowTable usual = Expected.Expect(Flows.Take([0]), (_, _) => true),
            strange = TestFlows.With(TestFlows.With(usual, "sttl", 7), "dttl", 9);
        // Strange as long as any of the two is: one alone changes nothing.
        var both = new ScriptedDetector("both", flows => [.. Enumerable.Range(0, flows.Count).Select(row =>
            (flows.Number("sttl")[row] == 7 || flows.Number("dttl")[row] == 9 ? 5.0 : 0) + (flows.Number("sbytes")[row] / 1e6))]);
        FlowExplanation why = Expected.Explain(both, strange);

        (string Column, string Value, string Expected, double Contribution) first = why.Top(0)[0];
        Assert.Equal(("sttl, dttl", "7, 9"), (first.Column, first.Value));
        double before = both.Score(strange)[0], after = both.Score(Expected.Expect(strange, (_, _) => true))[0];
        Assert.Equal(before - after, why.Top(0, 42).Sum(part => part.Contribution), 1e-12);
    }

    [Fact]
    public void Deleting_what_it_names_lowers_the_score_more_than_deleting_at_random()
    {
        FlowTable planted = TestFlows.With(Flows.Take([.. Enumerable.Range(0, 40)]), "sbytes", 777);
        var curve = DeletionCurve.Measure(Fit("ensemble"), Expected, planted, seed: 1);

        Assert.True(curve.Advantage > 0.1, $"advantage {curve.Advantage}");
    }

    private static IFittedDetector Fit(string name) => (name == "ensemble"
        ? new DetectorEnsemble("two", new SwapDiscriminator { TreeSizes = [32] }, DetectorCatalog.Named("neighbours"))
        : DetectorCatalog.Named(name)).Fit(Training, HeldOut, seed: 1);
}
