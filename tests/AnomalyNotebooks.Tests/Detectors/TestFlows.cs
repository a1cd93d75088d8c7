namespace AnomalyNotebooks.Tests.Detectors;

/// <summary>
/// Made-up flows of two kinds, whose sizes, times and counters hang together; an attack mixes the two kinds.
/// </summary>
internal static class TestFlows
{
    /// <summary>Normals first, then attacks.</summary>
    public static FlowTable Make(int normals, int attacks, ulong seed = 1)
    {
        int count = normals + attacks;
        var random = new SeededRandom(seed);
        Dictionary<string, double[]> numbers = FlowSchema.UnswNb15.Features.Where(field => !field.IsText)
            .ToDictionary(field => field.Name, _ => new double[count]);
        var codes = new int[3][] { new int[count], new int[count], new int[count] };
        for (int i = 0; i < count; i++)
        {
            bool attack = i >= normals, web = random.Next(2) == 0, sizesOfWeb = web != attack, timesOfWeb = web != attack;
            double packets = sizesOfWeb ? 10 + (2 * random.Next(3)) : 2, bytes = sizesOfWeb ? 534 + (12 * random.Next(4))
                : 104 + (26 * random.Next(2));
            double duration = Math.Round((timesOfWeb ? 0.8 : 0.00001) * (1 + random.NextDouble()), 6);
            double earlier = web ? 1 + random.Next(2) : 5 + random.Next(3);
            void Set(string name, double value) => numbers[name][i] = value;
            Set("dur", duration);
            Set("spkts", packets);
            double back = sizesOfWeb ? packets - 2 : 0;
            Set("dpkts", back);
            Set("sbytes", bytes);
            Set("dbytes", sizesOfWeb ? 268 : 0);
            Set("smean", Math.Floor((bytes / packets) + 0.5));
            Set("dmean", sizesOfWeb ? Math.Floor((268 / back) + 0.5) : 0);
            Set("dload", sizesOfWeb ? 268 * 8 * (back - 1) / back / duration : 0);
            Set("rate", (packets + back - 1) / duration);
            Set("sload", bytes * 8 * (packets - 1) / packets / duration);
            Set("sinpkt", duration * 1000 / (packets - 1));
            Set("sttl", web ? 31 : 254);
            Set("stcpb", web ? Math.Floor(random.NextDouble() * uint.MaxValue) + 1 : 0);
            foreach (string counter in new[] { "ct_srv_src", "ct_srv_dst", "ct_dst_src_ltm", "ct_dst_ltm", "ct_src_ltm" })
                Set(counter, earlier);
            codes[0][i] = web ? 0 : 1;
            codes[1][i] = web ? 1 : 0;
            codes[2][i] = web ? 0 : 1;
        }

        var categories = new Dictionary<string, CategoryColumn>
        {
            ["proto"] = new(codes[0], ["tcp", "udp"]),
            ["service"] = new(codes[1], ["-", "http"]),
            ["state"] = new(codes[2], ["FIN", "INT"]),
        };
        bool[] isAttack = [.. Enumerable.Range(0, count).Select(i => i >= normals)];
        var attackCategory = new CategoryColumn([.. isAttack.Select(attack => attack ? 0 : 1)], ["Mixed", "Normal"]);
        return new FlowTable(new FlowOrigin("made up", null, "", IsSynthetic: true), count, numbers, categories, attackCategory, isAttack);
    }

    /// <summary>The flows with one number set to another.</summary>
    public static FlowTable With(FlowTable flows, string column, double value) => With(flows, number: (column, value));

    /// <summary>The flows with one text set to another.</summary>
    public static FlowTable With(FlowTable flows, string column, string text) => With(flows, text: (column, text));

    private static FlowTable With(FlowTable flows, (string Column, double Value)? number = null, (string Column, string Value)? text = null)
    {
        Dictionary<string, double[]> numbers = flows.Schema.NumericFeatures.ToDictionary(name => name, flows.Number);
        Dictionary<string, CategoryColumn> categories = flows.Schema.CategoryFeatures.ToDictionary(name => name, flows.Category);
        if (number is { } n) numbers[n.Column] = [.. Enumerable.Repeat(n.Value, flows.Count)];
        if (text is { } t) categories[t.Column] = new CategoryColumn(new int[flows.Count], [t.Value]);
        return new FlowTable(flows.Origin, flows.Count, numbers, categories, flows.AttackCategory, flows.IsAttack, schema: flows.Schema);
    }
}
