namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowLatentsTest
{
    [Fact]
    public void Real_flows_come_back_from_their_latents()
    {
        FlowTable flows = RealData.Require();
        double[][] written = [.. FlowSchema.UnswNb15.NumericFeatures.Select(_ => new double[1])];
        FlowLatents read = new([.. FlowSchema.UnswNb15.NumericFeatures.Select(flows.Number)]), write = new(written);
        var random = new SeededRandom(1);
        var equal = new int[written.Length];
        int[] rows = [.. Enumerable.Range(0, flows.Count).Where(row => row % 20 == 0)];
        foreach (int row in rows)
        {
            var context = new FlowContext(0, 0, (int)flows.Number("sttl")[row], (int)flows.Number("dttl")[row],
                (int)flows.Number("ct_state_ttl")[row]);
            write.Decode([.. read.Encode(row).Select(latent => double.IsNaN(latent) ? 0 : latent)], context, read.Speed(row), 0, random);
            for (int i = 0; i < equal.Length; i++)
            {
                double expected = flows.Number(FlowSchema.UnswNb15.NumericFeatures[i])[row];
                if (Math.Abs(expected - written[i][0]) <= 0.01 * Math.Abs(expected)) equal[i]++;
            }
        }

        for (int i = 0; i < equal.Length; i++)
        {
            string name = FlowSchema.UnswNb15.NumericFeatures[i];
            if (FlowSchema.UnswNb15.WithRole(ColumnRole.SequenceNumber).Contains(name)) continue;
            Assert.True(equal[i] >= 0.95 * rows.Length, $"{name}: only {equal[i]} of {rows.Length}");
        }
    }
}
