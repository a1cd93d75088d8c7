namespace AnomalyNotebooks.Tests.Detectors;

public sealed class TravellingDetectorTest
{
    private static readonly TravellingDetector Small = new()
    {
        Trees = new SwapDiscriminator { TreeSizes = [16], AnomaliesPerNormal = 2,
            Trees = new GradientBoostedTreesOptions { Rounds = 15, MinRowsPerLeaf = 5 } },
        Network = new NetworkRecipe(Epochs: 2, Updates: 20) { Hidden = [16] },
    };

    [Fact]
    public void Flows_whose_parts_do_not_belong_together_score_higher_than_normals()
    {
        FlowTable flows = TestFlows.Make(900, 200);
        double[] scores = Fit(Rows(flows, 0, 600)).Score(flows);

        double auroc = RocCurve.FromScores(scores.AsSpan(600), flows.IsAttack.AsSpan(600)).Auroc;
        Assert.True(auroc > 0.97, $"AUROC {auroc}");
    }

    [Fact]
    public void A_table_without_rules_or_texts_is_scored_and_what_lies_outside_stands_out()
    {
        FlowTable normals = Numbers(500, 1, shift: 0), others = Numbers(200, 2, shift: 0), far = Numbers(200, 3, shift: 6);
        IFittedDetector fitted = Fit(normals);

        double auroc = RocCurve.Between(fitted.Score(others), fitted.Score(far)).Auroc;
        Assert.True(auroc > 0.98, $"AUROC {auroc}");
    }

    [Fact]
    public void One_thread_or_two_and_the_flows_scored_together_change_no_bit()
    {
        FlowTable flows = TestFlows.Make(600, 100), training = Rows(flows, 0, 400);
        double[] Scores() => Fit(training).Score(flows);
        double[] all = ThreadLimit.Run(1, Scores);

        Assert.Equal(all, ThreadLimit.Run(2, Scores));
        Assert.Equal(all[590..610], Fit(training).Score(Rows(flows, 590, 20)));
        Assert.Empty(Fit(training).Score(Rows(flows, 0, 0)));
    }

    [Fact]
    public void Columns_that_are_ignored_change_no_score()
    {
        FlowTable flows = TestFlows.Make(400, 50);
        IDetector blind = Small.Without(["sttl", "dttl", "ct_state_ttl"]);
        IFittedDetector fitted = blind.Fit(NormalFlows.Of(flows), NormalFlows.Of(flows), 1);

        Assert.Equal(fitted.Score(flows), fitted.Score(TestFlows.With(flows, "sttl", 77)));
    }

    [Fact]
    public void A_flag_that_no_normal_flow_has_is_as_far_as_it_is_surprising()
    {
        FlowTable normals = TestFlows.With(Rows(TestFlows.Make(400, 0), 0, 400), "is_ftp_login", 0);
        FlowSpace space = FlowSpace.Fit(ColumnView.Of(normals), normals);
        FeatureMatrix usual = space.Transform(normals), set = space.Transform(TestFlows.With(normals, "is_ftp_login", 1));

        double squared = Enumerable.Range(0, usual.Columns).Sum(c => Math.Pow(usual[0, c] - set[0, c], 2));
        Assert.Equal(1 - Math.Log(1.0 / 402), squared, 0.01);
    }

    [Fact]
    public void More_normals_than_are_wanted_are_sampled_with_the_seed()
    {
        FlowTable flows = TestFlows.Make(600, 50);
        IFittedDetector Sampled(ulong seed) => (Small with { Bound = new(300) }).Fit(NormalFlows.Of(flows), NormalFlows.Of(flows), seed);

        Assert.Equal(300, ((FittedTravellingDetector)Sampled(1)).Traffic.Normals.Count);
        Assert.Equal(Sampled(1).Score(flows), Sampled(1).Score(flows));
        Assert.NotEqual(Sampled(1).Score(flows), Sampled(2).Score(flows));
    }

    [Fact]
    public void Contexts_never_seen_are_counted()
    {
        FlowTable flows = TestFlows.Make(300, 0);
        var fitted = (FittedTravellingDetector)Fit(flows);

        Assert.Equal(new UnseenContexts(0, 0, 300), fitted.Unseen(flows));
        UnseenContexts elsewhere = fitted.Unseen(TestFlows.With(flows, "proto", "ospf"));
        Assert.Equal(1, elsewhere.Share);
        Assert.True(elsewhere.HasJumped);
        Assert.False(new UnseenContexts(0.02, 6, 100).HasJumped);
        Assert.True(new UnseenContexts(0.02, 7, 100).HasJumped);
        Assert.False(new UnseenContexts(0, 99, 99).HasJumped);
    }

    [Theory]
    [InlineData(1, 2, 6, 4)]     // at most two above the highest of the others
    [InlineData(4, 5, 0, 4)]     // what both neighbours agree on is not talked down
    [InlineData(2.9, 5, 0, 0)]   // below 3 it is
    [InlineData(1, 1, 2, 2)]     // between the bounds they say what they say
    public void Trees_are_bounded_by_what_the_others_say(double near, double rarity, double trees, double counted)
    {
        FlowTable flows = TestFlows.Make(300, 0);
        IReadOnlyList<TravellingPart> fitted = ((FittedTravellingDetector)Fit(flows)).Parts;
        TravellingPart Part<T>() => fitted.First(part => part.Member is T) with { Weight = 1 };

        double[] together = TravellingVotes.Together([Part<NearMember>(), Part<NearRarityMember>(), Part<TreesMember>()],
            [[near], [rarity], [trees]]);

        Assert.Equal(near + rarity + counted, Assert.Single(together), 12);
    }

    [Fact]
    public void Trees_that_have_learnt_nothing_do_not_vote_and_what_they_learnt_is_their_weight()
    {
        FlowTable flows = TestFlows.Make(600, 0);
        var independent = FlowTable.FromColumns(
            new Dictionary<string, double[]> { ["a"] = Dice(1), ["b"] = Dice(2), ["c"] = Dice(3) }, new Dictionary<string, string?[]>(),
            schema: new FlowSchema("dice", [new("a", ColumnRole.Discrete), new("b", ColumnRole.Discrete), new("c", ColumnRole.Discrete)]));
        static double Weight(IFittedDetector fitted)
        {
            TravellingPart[] parts = [.. ((FittedTravellingDetector)fitted).Parts];
            double near = parts.Single(part => part.Member is NearMember).Weight;
            return parts.Where(part => part.Member is TreesMember).Sum(part => part.Weight) / near;
        }

        double dependent = Weight(Small.Fit(NormalFlows.Of(Rows(flows, 0, 500)), NormalFlows.Of(Rows(flows, 500, 100)), 1));
        Assert.True(dependent > 0.5, $"{dependent}");
        double chance = Weight(Small.Fit(NormalFlows.Of(Rows(independent, 0, 400)), NormalFlows.Of(Rows(independent, 400, 100)), 1));
        Assert.True(chance < 0.25, $"{chance}");

        static double[] Dice(ulong seed)
        {
            var random = new SeededRandom(seed);
            return [.. Enumerable.Range(0, 500).Select(_ => (double)random.Next(6))];
        }
    }

    [Fact]
    public void Too_few_normals_are_refused_and_a_cancelled_fit_stops()
    {
        FlowTable flows = TestFlows.Make(300, 0);
        Assert.Contains("at least 20", Assert.Throws<AnomalyException>(() => Fit(Rows(flows, 0, 5))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Small.Fit(NormalFlows.Of(flows), NormalFlows.Of(flows), 1, new CancellationToken(true)));
    }

    private static IFittedDetector Fit(FlowTable normals) => Small.Fit(NormalFlows.Of(normals), NormalFlows.Of(normals), 1);

    private static FlowTable Rows(FlowTable flows, int first, int count) => flows.Take([.. Enumerable.Range(first, count)]);

    private static FlowTable Numbers(int rows, ulong seed, double shift)
    {
        var random = new SeededRandom(seed);
        var columns = new Dictionary<string, double[]> { ["a"] = new double[rows], ["b"] = new double[rows], ["c"] = new double[rows] };
        for (int r = 0; r < rows; r++)
        {
            columns["a"][r] = random.NextGaussian() + shift;
            columns["b"][r] = columns["a"][r] + (0.1 * random.NextGaussian());
            columns["c"][r] = random.Next(3);
        }

        var schema = new FlowSchema("numbers", [new("a", ColumnRole.Number), new("b", ColumnRole.Number), new("c", ColumnRole.Number)]);
        return FlowTable.FromColumns(columns, new Dictionary<string, string?[]>(), schema: schema);
    }
}
