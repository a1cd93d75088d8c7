namespace AnomalyNotebooks;

/// <summary>Divides a flow table into groups of like flows and has each summarised.</summary>
internal static class FlowProfiler
{
    // Groups of fewer flows are pooled, and categories of fewer are left out: their summary would show their flows.
    private const int FewestFlowsOfGroup = 40;
    private const int FewestFlowsOfPool = 20;
    private static readonly string[] CommonProtocols = ["tcp", "udp", "arp"];

    /// <summary>The groups of a table, in a fixed order.</summary>
    public static List<ProfileGroup> Groups(FlowTable flows)
    {
        var latents = new FlowLatents([.. FlowSchema.UnswNb15.NumericFeatures.Select(flows.Number)]);
        var members = new List<Member>(flows.Count);
        for (int row = 0; row < flows.Count; row++) members.Add(MemberOf(flows, latents, row));

        var groups = new List<ProfileGroup>();
        foreach (string category in flows.AttackCategory.Values)
        {
            List<Member> ofCategory = members.FindAll(member => flows.AttackCategory[member.Row] == category);
            if (ofCategory.Count >= FewestFlowsOfPool) groups.AddRange(GroupsOfCategory(category, ofCategory));
        }

        return groups;
    }

    private static IEnumerable<ProfileGroup> GroupsOfCategory(string category, List<Member> members)
    {
        var pool = new List<Member>();
        foreach (IGrouping<object, Member> kind in members.GroupBy(member => (object)(member.Kind, member.Context)))
        {
            ILookup<bool, Member> byShape = ByCommonShape(kind);
            foreach (bool common in (bool[])[true, false])
            {
                List<Member> group = [.. byShape[common]];
                if (group.Count >= FewestFlowsOfGroup) yield return Summarise(category, group, withShapes: common);
                else pool.AddRange(group);
            }
        }

        // What is left: tcp apart from the rest, whose features differ most, where there is enough of both.
        ILookup<bool, Member> tcp = pool.ToLookup(member => member.Kind == "tcp");
        List<Member>[] pools = tcp.All(part => part.Count() >= FewestFlowsOfPool) ? [.. tcp.Select(part => part.ToList())] : [pool];
        foreach (List<Member> group in pools)
            if (group.Count >= FewestFlowsOfPool) yield return Summarise(category, group, withShapes: false);
    }

    private static ILookup<bool, Member> ByCommonShape(IEnumerable<Member> members)
    {
        Dictionary<string, int> flowsOfShape = members.CountBy(member => GroupProfiler.ShapeKey(member.Latents)).ToDictionary();
        return members.ToLookup(member => flowsOfShape[GroupProfiler.ShapeKey(member.Latents)] >= GroupProfiler.FewestFlowsOfShape);
    }

    private static ProfileGroup Summarise(string category, List<Member> members, bool withShapes) =>
        GroupProfiler.Summarise(category, members.ConvertAll(member => member.Latents),
            [.. members.Select(member => member.Protocol)], [.. members.Select(member => member.Context)],
            members.Select(member => member.Speed).Aggregate((a, b) => a.Or(b)), withShapes);

    private static Member MemberOf(FlowTable flows, FlowLatents latents, int row)
    {
        CategoryColumn protocols = flows.Category(UnswNb15.Names.Protocol);
        string kind = CommonProtocols.Contains(protocols[row]) ? protocols[row] : "other";
        int Code(string column) => flows.Category(column).Codes[row];
        int Whole(string column) => (int)flows.Number(column)[row];
        var context = new FlowContext(Code(UnswNb15.Names.Service), Code(UnswNb15.Names.State), Whole(UnswNb15.Names.SourceTtl),
            Whole(UnswNb15.Names.DestinationTtl), Whole(UnswNb15.Names.StateTtl));
        return new Member(row, kind, protocols.Codes[row], context, latents.Encode(row), latents.Speed(row));
    }

    private sealed record Member(int Row, string Kind, int Protocol, FlowContext Context, double[] Latents, FlowLimits Speed);
}
