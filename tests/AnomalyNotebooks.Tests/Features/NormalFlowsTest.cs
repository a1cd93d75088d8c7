using System.Reflection;

namespace AnomalyNotebooks.Tests.Features;

/// <summary>That whoever is handed normals cannot peek at attacks.</summary>
public class NormalFlowsTest
{
    private static readonly FlowTable Mixed = SmallFlows.WithAllFeatures(90, row => row % 3 == 2);

    [Fact]
    public void Attacks_are_left_behind_and_their_names_too()
    {
        NormalFlows normals = NormalFlows.Of(Mixed);
        Assert.Equal(60, normals.Count);
        Assert.DoesNotContain(true, normals.Table.IsAttack);
        Assert.Equal([FlowSchema.Normal], normals.Table.AttackCategory.Values);
        Assert.Equal(Mixed.Take(Mixed.NormalRows()).Number("sbytes"), normals.Table.Number("sbytes"));
    }

    [Fact]
    public void An_attack_row_among_those_asked_for_is_refused() =>
        Assert.Contains("Row 2 is an attack", Assert.Throws<AnomalyException>(() => NormalFlows.Take(Mixed, [0, 2])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_row_whose_label_and_category_disagree_is_refused()
    {
        FlowTable lying = new(Mixed.Origin, Mixed.Count, new Dictionary<string, double[]>(), new Dictionary<string, CategoryColumn>(),
            Mixed.AttackCategory, new bool[Mixed.Count]);
        Assert.Throws<AnomalyException>(() => NormalFlows.Of(lying));
    }

    [Fact]
    public void No_other_way_leads_to_one()
    {
        // Of and Take are checked above; Split can only rearrange rows that were checked. No constructor, no setter, no field to write to.
        Assert.Empty(typeof(NormalFlows).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.DoesNotContain(typeof(NormalFlows).GetProperties(), property => property.CanWrite);
        Assert.Equal(
            ["Of", "Split", "Take"],
            typeof(NormalFlows).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsSpecialName).Select(method => method.Name).Order());
    }

    [Fact]
    public void A_split_is_a_partition_and_follows_its_seed()
    {
        NormalFlows normals = NormalFlows.Of(Mixed);
        (NormalFlows first, NormalFlows second) = normals.Split(seed: 3, share: 0.25);
        Assert.Equal((45, 15), (first.Count, second.Count));
        Assert.Equal(normals.Table.Number("spkts").Order(), first.Table.Number("spkts").Concat(second.Table.Number("spkts")).Order());
        Assert.Equal(second.Table.Number("spkts"), normals.Split(seed: 3, share: 0.25).Second.Table.Number("spkts"));
        Assert.Throws<AnomalyException>(() => normals.Split(seed: 3, share: 0));
    }

    [Fact]
    public void The_normals_of_a_split_are_those_it_trains_and_calibrates_on()
    {
        FlowSplit split = FlowSplit.RandomHoldout(Mixed, 1);
        double[] spkts = split.TuningNormals().Table.Number("spkts");
        Assert.Equal(split.Train.Concat(split.Validation).Concat(split.Calibration).Select(row => Mixed.Number("spkts")[row]), spkts);
        Assert.Empty(spkts.Intersect(split.TestNormals.Select(row => Mixed.Number("spkts")[row])));
    }
}
