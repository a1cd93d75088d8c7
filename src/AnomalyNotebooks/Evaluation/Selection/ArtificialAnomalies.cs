namespace AnomalyNotebooks;

/// <summary>Flows that are like attacks in one respect, made of normal flows alone, to choose detectors by.</summary>
/// <param name="Kind">What was done, in a word.</param>
/// <param name="Description">What was done, in a sentence.</param>
/// <param name="Flows">The flows.</param>
public sealed record ArtificialAnomalies(string Kind, string Description, FlowTable Flows)
{
    private static readonly string[][] Blocks =
    [
        ["spkts", "sbytes", "sloss", "dpkts", "dbytes", "dloss", "trans_depth", "response_body_len", "ct_flw_http_mthd", "is_ftp_login", "ct_ftp_cmd"],
        ["dur", "sinpkt share", "dinpkt share", "sjit", "djit", "synack", "ackdat"],
        ["ct_srv_src", "ct_srv_dst", "ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm", "ct_src_ltm"],
    ];

    /// <summary>Whether these are real flows that were kept from the fit, not mixed ones.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>All kinds that are mixed from the flows at hand.</summary>
    /// <param name="normals">Normal flows that no detector was fitted on.</param>
    /// <param name="seed">Fixes the choice of donors.</param>
    internal static IReadOnlyList<ArtificialAnomalies> Make(FlowMixer normals, ulong seed) =>
    [
        new("transplant", "A flow under the protocol, service, state and TTLs of another one of the same protocol.",
            normals.Flows(Transplant(normals, SeededRandom.Fork(seed, 0)))),
        new("mosaic", "Sizes, times and counters each from another flow of the same protocol, service, state and TTLs.",
            normals.Flows(Mosaic(normals, SeededRandom.Fork(seed, 1)))),
        new("resize", "A flow with sizes that were never seen, near to normal ones.",
            normals.Flows(Resize(normals, SeededRandom.Fork(seed, 2)))),
        new("swap", "A flow with a few columns from other flows.",
            normals.Flows(Swap(normals, SeededRandom.Fork(seed, 3)))),
    ];

    private static FeatureMatrix Transplant(FlowMixer normals, SeededRandom random)
    {
        int[] ends = [.. FlowMixer.Ends.Select(normals.Column)];
        int proto = normals.Column("proto");
        return Changed(normals.Parts, random, (row, donor) =>
        {
            if (row[proto] != donor[proto]) return;
            foreach (int column in ends) row[column] = donor[column];
        });
    }

    private static FeatureMatrix Mosaic(FlowMixer normals, SeededRandom random)
    {
        FeatureMatrix parts = normals.Parts;
        int[] ends = [.. FlowMixer.Ends[..6].Select(normals.Column)];
        int[][] blocks = [.. Blocks.Select(block => block.Select(normals.Column).ToArray())];
        string Context(int r) => string.Join(' ', ends.Select(column => BitConverter.SingleToInt32Bits(parts[r, column])));
        Dictionary<string, int[]> peers = Enumerable.Range(0, parts.Rows).GroupBy(Context, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        var values = (float[])parts.Values.Clone();
        for (int r = 0; r < parts.Rows; r++)
        {
            int[] same = peers[Context(r)];
            foreach (int[] block in blocks)
            {
                ReadOnlySpan<float> donor = parts.Row(same[random.Next(same.Length)]);
                foreach (int column in block) values[(r * parts.Columns) + column] = donor[column];
            }
        }

        return Distinct(parts, values);
    }

    private static FeatureMatrix Resize(FlowMixer normals, SeededRandom random)
    {
        int[] sizes = [normals.Column("sbytes"), normals.Column("dbytes")];
        return Changed(normals.Parts, random, (row, _) =>
        {
            foreach (int column in sizes)
                row[column] = (float)Math.Floor((row[column] * PortableMath.Exp(0.3 * random.NextGaussian())) + 0.5);
        });
    }

    private static FeatureMatrix Swap(FlowMixer normals, SeededRandom random) => Changed(normals.Parts, random, (row, _) =>
    {
        double share = Math.Min(random.NextDouble(), Math.Min(random.NextDouble(), random.NextDouble()));
        for (int c = 0; c < row.Length; c++)
            if (random.NextDouble() < share) row[c] = normals.Parts[random.Next(normals.Parts.Rows), c];
    });

    private delegate void Change(Span<float> row, ReadOnlySpan<float> donor);

    private static FeatureMatrix Changed(FeatureMatrix parts, SeededRandom random, Change change)
    {
        var values = (float[])parts.Values.Clone();
        for (int r = 0; r < parts.Rows; r++)
            change(values.AsSpan(r * parts.Columns, parts.Columns), parts.Row(random.Next(parts.Rows)));
        return Distinct(parts, values);
    }

    // Without the rows that came out as they went in.
    private static FeatureMatrix Distinct(FeatureMatrix parts, float[] values)
    {
        var changed = new FeatureMatrix(values, parts.Rows, parts.Names);
        return changed.Take([.. Enumerable.Range(0, parts.Rows).Where(r => !changed.Row(r).SequenceEqual(parts.Row(r)))]);
    }
}
