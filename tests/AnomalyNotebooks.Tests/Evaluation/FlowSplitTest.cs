using AnomalyNotebooks.Tests.Features;

namespace AnomalyNotebooks.Tests.Evaluation;

public class FlowSplitTest
{
    // 400 normals and 200 attacks, mixed; from row to row "a" repeats every 50, "row" never.
    private static readonly FlowTable Flows = SmallFlows.WithAllFeatures(600, row => row % 3 == 2);

    public static TheoryData<string> Protocols => ["random-holdout", "block", "distinct", "train-test"];

    [Theory, MemberData(nameof(Protocols))]
    public void Normals_and_attacks_never_mix_and_no_row_is_in_two_parts(string protocol)
    {
        FlowSplit split = Split(protocol, 1);
        Assert.Equal(protocol, split.Protocol);
        Assert.All([.. split.Train, .. split.Validation, .. split.Calibration], row => Assert.False(split.TrainingTable.IsAttack[row]));
        Assert.All(split.TestNormals, row => Assert.False(split.TestTable.IsAttack[row]));
        Assert.All([.. split.DevelopmentAttacks, .. split.FinalAttacks], row => Assert.True(split.TestTable.IsAttack[row]));
        int[] fitted = [.. split.Train, .. split.Validation, .. split.Calibration],
            judged = [.. split.TestNormals, .. split.DevelopmentAttacks, .. split.FinalAttacks];
        Assert.Distinct(fitted);
        Assert.Distinct(judged);
        if (protocol != "train-test") Assert.Empty(fitted.Intersect(judged));
    }

    [Theory, MemberData(nameof(Protocols))]
    public void The_seed_decides_what_is_fitted_and_never_how_attacks_are_halved(string protocol)
    {
        FlowSplit first = Split(protocol, 1), again = Split(protocol, 1), other = Split(protocol, 2);
        Assert.Equal(first.Train, again.Train);
        Assert.Equal(first.Calibration, again.Calibration);
        Assert.NotEqual(first.Train, other.Train);
        if (protocol != "distinct") Assert.Equal(first.FinalAttacks, other.FinalAttacks);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Thinned_a_split_keeps_a_share_of_every_part_and_nothing_changes_sides(string protocol)
    {
        FlowSplit split = Split(protocol, 1), half = split.Thin(0.5);
        Assert.Empty(half.Train.Except(split.Train));
        Assert.Empty(half.Calibration.Except(split.Calibration));
        Assert.Empty(half.TestNormals.Except(split.TestNormals));
        Assert.Empty(half.DevelopmentAttacks.Except(split.DevelopmentAttacks));
        Assert.Empty(half.FinalAttacks.Except(split.FinalAttacks));
        Assert.Equal((int)Math.Round(split.Train.Length / 2.0, MidpointRounding.AwayFromZero), half.Train.Length);
        Assert.Equal(half.TestNormals.Order(), half.TestNormals);
        Assert.Equal(half.Train, split.Thin(0.5).Train);
        Assert.NotEqual(half.Train, split.Train[..half.Train.Length]);
    }

    [Fact]
    public void Thinned_the_distinct_vectors_are_still_judged_by_the_detector_of_the_random_holdout() =>
        Assert.Equal(Split("random-holdout", 1).Thin(0.4).Train, Split("distinct", 1).Thin(0.4).Train);

    [Fact]
    public void Thinned_a_part_keeps_the_flows_asked_for_at_least_and_the_same_as_ever_where_the_share_is_more()
    {
        FlowSplit split = Split("random-holdout", 1);
        int[] half = split.Thin(0.5).Train;

        Assert.Equal(split.Calibration, split.Thin(0.5, atLeast: split.Calibration.Length).Calibration);
        Assert.Equal(half, split.Thin(0.5, atLeast: half.Length).Train);
        Assert.Equal(split.Calibration, split.Thin(0.001, atLeast: int.MaxValue).Calibration);
    }

    [Fact]
    public void When_a_share_leaves_nothing_of_a_part_then_thinning_says_so()
    {
        Assert.Contains("none of the", Assert.Throws<AnomalyException>(() => Split("random-holdout", 1).Thin(0.001)).Message);
        Assert.Contains("above 0", Assert.Throws<AnomalyException>(() => Split("random-holdout", 1).Thin(0)).Message);
        Assert.Contains("above 0", Assert.Throws<AnomalyException>(() => Split("random-holdout", 1).Thin(1.5)).Message);
    }

    [Fact]
    public void A_random_holdout_has_the_shares_asked_for()
    {
        FlowSplit split = FlowSplit.RandomHoldout(Flows, 5);
        Assert.Equal((224, 28, 28, 120), (split.Train.Length, split.Validation.Length, split.Calibration.Length, split.TestNormals.Length));
        Assert.NotEqual(split.Train.Order(), split.Train);
    }

    [Fact]
    public void A_file_that_is_mixed_has_its_last_stretch_judged_and_the_others_keep_their_order()
    {
        FlowSplit split = FlowSplit.Block(Flows, 5);
        Assert.Equal(Flows.NormalRows(), split.Train.Concat(split.Validation).Concat(split.Calibration).Order().Concat(split.TestNormals));
        Assert.Equal(120, split.TestNormals.Length);
        Assert.Equal(split.Train.Order(), split.Train);
        Assert.True(split.Calibration[0] < split.Train[^1], "calibration normals are a random share");
        Assert.NotEqual(split.Calibration, FlowSplit.Block(Flows, 6).Calibration);
        Assert.Equal(split.TestNormals, FlowSplit.Block(Flows, 6).TestNormals);
        Assert.Contains("not sorted", split.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_sorted_by_label_shows_its_blocks()
    {
        FlowTable sorted = SmallFlows.WithAllFeatures(1000, row => row is (>= 200 and < 300) or (>= 500 and < 650));
        FlowSplit split = FlowSplit.Block(sorted, 5);

        Assert.Equal(Enumerable.Range(650, 350), split.TestNormals);
        Assert.Contains("3 blocks of normals", split.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_real_file_block_judges_by_the_last_of_its_blocks()
    {
        FlowSplit split = FlowSplit.Block(RealData.Require(), 1);
        Assert.Equal(20_520, split.Train.Length + split.Validation.Length + split.Calibration.Length);
        Assert.Equal(16_480, split.TestNormals.Length);
        Assert.Equal(split.TestNormals[0] + 16_479, split.TestNormals[^1]);
    }

    [Fact]
    public void No_flow_of_one_half_of_the_attacks_equals_one_of_the_other()
    {
        FlowTable repeating = SmallFlows.WithAllFeatures(900, row => row % 3 == 2, distinct: 400);
        int[] first = DuplicateFlows.Count(repeating).FirstRows;
        FlowSplit split = FlowSplit.RandomHoldout(repeating, 3);

        Assert.True(first.Distinct().Count() < repeating.Count, "some flows are equal");
        Assert.Empty(split.DevelopmentAttacks.Select(row => first[row]).Intersect(split.FinalAttacks.Select(row => first[row])));
    }

    [Fact]
    public void What_detectors_are_chosen_on_is_judged_by_nowhere()
    {
        FlowTable repeating = SmallFlows.WithAllFeatures(900, row => row % 3 == 2, distinct: 600);
        HashSet<double> chosenOn = [.. FlowSplit.SelectionNormals(repeating).Table.Number("spkts")];
        Assert.NotEmpty(chosenOn);
        foreach (EvaluationProtocol protocol in EvaluationProtocol.All.Where(p => !p.NeedsBothFiles))
        {
            for (ulong seed = 1; seed < 6; seed++)
            {
                FlowSplit split = protocol.Split(repeating, seed);
                int earlier = FlowSplit.Block(repeating, 1).TestNormals[0];
                Assert.DoesNotContain(split.TestNormals, row => row < earlier && chosenOn.Contains(repeating.Number("spkts")[row]));
            }
        }
    }

    [Fact]
    public void Recent_flows_that_are_learnt_from_are_judged_by_no_more_whatever_is_among_them()
    {
        FlowSplit before = FlowSplit.Block(Flows, 1);
        (FlowSplit split, NormalFlows training) = before.Relearnt(20, 0.25);

        Assert.Equal(before.TestNormals[20..], split.TestNormals);
        Assert.Equal(before.Train.Length + 20, training.Count);
        int[] groups = NormalBlocks.EqualRows(Flows);
        int[] gone = [.. before.DevelopmentAttacks.Except(split.DevelopmentAttacks)];
        Assert.True(gone.Length >= 5);
        Assert.Empty(split.DevelopmentAttacks.Select(row => groups[row]).Intersect(gone.Select(row => groups[row])));
        Assert.Equal(before.DevelopmentAttacks, before.Relearnt(20, 0).Split.DevelopmentAttacks);
        Assert.Throws<AnomalyException>(() => before.Relearnt(before.TestNormals.Length, 0));
    }

    [Fact]
    public void Contaminated_training_holds_attacks_that_are_judged_by_no_more()
    {
        FlowTable repeating = SmallFlows.WithAllFeatures(900, row => row % 3 == 2, distinct: 600);
        FlowSplit clean = FlowSplit.RandomHoldout(repeating, 3);
        (FlowSplit split, NormalFlows training) = clean.Contaminated(0.05);
        int attacks = (int)Math.Round(clean.Train.Length * 0.05, MidpointRounding.AwayFromZero);
        double[] fitted = training.Table.Number("spkts"),
            attackKeys = [.. repeating.AttackRows().Select(row => repeating.Number("spkts")[row])];

        Assert.Equal(clean.Train.Length, training.Count);
        Assert.True(clean.DevelopmentAttacks.Length - split.DevelopmentAttacks.Length >= attacks);
        Assert.Equal(clean.Calibration, split.Calibration);
        Assert.Equal(clean.Train.Length, clean.Contaminated(0).Training.Count);
        Assert.Throws<AnomalyException>(() => clean.Contaminated(1));
        Assert.True(fitted.Count(attackKeys.Contains) >= attacks, "attacks are among the flows to fit on");
    }

    [Fact]
    public void Distinct_vectors_are_new_to_the_detector_and_come_once()
    {
        FlowTable repeating = SmallFlows.WithAllFeatures(900, row => row % 3 == 2, distinct: 600);
        FlowSplit split = FlowSplit.DistinctVectors(repeating, 3);
        int[] groups = DuplicateFlows.Count(repeating).FirstRows;
        int[] judged = [.. split.TestNormals.Concat(split.DevelopmentAttacks).Concat(split.FinalAttacks).Select(row => groups[row])];
        Assert.NotEmpty(split.TestNormals);
        Assert.NotEmpty(split.FinalAttacks);
        Assert.Distinct(judged);
        Assert.Empty(judged.Intersect(split.Train.Concat(split.Validation).Concat(split.Calibration).Select(row => groups[row])));

        FlowSplit all = FlowSplit.RandomHoldout(repeating, 3), normals = FlowSplit.DistinctVectors(repeating, 3, attacks: false);
        FlowSplit attacks = FlowSplit.DistinctVectors(repeating, 3, normals: false);
        Assert.Equal(split.TestNormals, normals.TestNormals);
        Assert.Equal(all.DevelopmentAttacks, normals.DevelopmentAttacks);
        Assert.Equal(all.TestNormals, attacks.TestNormals);
        Assert.Empty(split.FinalAttacks.Except(attacks.FinalAttacks)); // both: nor does an attack equal a judged normal
    }

    [Fact]
    public void Every_category_is_halved()
    {
        FlowTable flows = RealData.Require();
        FlowSplit split = FlowSplit.RandomHoldout(flows, 1);
        foreach (string category in flows.AttackCategory.Values.Where(name => name != FlowSchema.Normal))
        {
            int development = split.DevelopmentAttacks.Count(row => flows.AttackCategory[row] == category);
            int final = split.FinalAttacks.Count(row => flows.AttackCategory[row] == category);
            Assert.InRange(final - development, -40, 40); // equal flows of several categories stay together
        }
    }

    [Fact]
    public void On_the_real_file_the_parts_are_those_of_the_study()
    {
        FlowTable flows = RealData.Require();
        FlowSplit split = FlowSplit.RandomHoldout(flows, 42), distinct = FlowSplit.DistinctVectors(flows, 42);
        Assert.Equal((20_720, 2_590, 2_590, 11_100), (split.Train.Length, split.Validation.Length, split.Calibration.Length,
            split.TestNormals.Length));
        Assert.Equal(45_332, split.DevelopmentAttacks.Length + split.FinalAttacks.Length);
        Assert.InRange(distinct.TestNormals.Length, 9_700, 10_050); // the study, by another shuffle: 9,870
        // 19,746 distinct attack vectors, of which 6 are also normals'
        Assert.InRange(distinct.DevelopmentAttacks.Length + distinct.FinalAttacks.Length, 19_740, 19_746);
    }

    [Fact]
    public void Shares_beyond_0_and_1_and_too_few_normals_are_refused()
    {
        Assert.Contains("between 0 and 1", Assert.Throws<AnomalyException>(() => FlowSplit.RandomHoldout(Flows, 1, holdout: 1.5)).Message,
            StringComparison.Ordinal);
        Assert.Contains("too few", Assert.Throws<AnomalyException>(() => FlowSplit.Block(Flows.Take([0, 1]), 1)).Message,
            StringComparison.Ordinal);
    }

    private static FlowSplit Split(string protocol, ulong seed) => protocol switch
    {
        "random-holdout" => FlowSplit.RandomHoldout(Flows, seed),
        "block" => FlowSplit.Block(Flows, seed),
        "distinct" => FlowSplit.DistinctVectors(Flows, seed),
        _ => FlowSplit.TwoFiles(Flows, Flows, seed),
    };
}
