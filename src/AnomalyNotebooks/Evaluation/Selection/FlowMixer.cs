namespace AnomalyNotebooks;

/// <summary>Makes flow tables out of the parts of normal flows, with everything that follows from the parts computed again.</summary>
internal sealed class FlowMixer
{
    // What kind of ends talk, as opposed to what they say, how long it takes and how often they talked before.
    public static readonly string[] Ends = ["proto", "service", "state", "sttl", "dttl", "ct_state_ttl", "swin", "dwin", "stcpb", "dtcpb", "is_sm_ips_ports"];

    private readonly FlowTable normals;
    private readonly FlowParts parts;

    public FlowMixer(NormalFlows normals)
    {
        this.normals = normals.Table;
        FeatureMatrix raw = Raw(this.normals);
        parts = new FlowParts(raw.Names);
        Parts = parts.Take(raw);
    }

    /// <summary>The normals taken apart: rows by parts.</summary>
    public FeatureMatrix Parts { get; }

    public int Column(string name) => Parts.Names.IndexOf(name);

    /// <summary>Puts parts together to flows. The normals themselves, sent through here, differ from what they were by rounding only.</summary>
    public FlowTable Flows(FeatureMatrix mixed) => FlowColumns.ToFlows(parts.View(mixed), normals.Origin, name => normals.Category(name).Values);

    private static FeatureMatrix Raw(FlowTable flows)
    {
        string[] names = [.. FlowSchema.UnswNb15.Features.Select(field => field.Name)];
        var values = new float[flows.Count * names.Length];
        for (int c = 0; c < names.Length; c++)
        {
            bool isText = FlowSchema.UnswNb15.Features[c].IsText;
            for (int r = 0; r < flows.Count; r++)
                values[(r * names.Length) + c] = isText ? flows.Category(names[c]).Codes[r] : (float)flows.Number(names[c])[r];
        }

        return new FeatureMatrix(values, flows.Count, names);
    }
}
