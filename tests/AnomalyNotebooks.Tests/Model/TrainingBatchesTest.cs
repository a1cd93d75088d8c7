namespace AnomalyNotebooks.Tests.Model;

public sealed class TrainingBatchesTest
{
    [Theory]
    [InlineData(25, 12, true, 2, 24)] // a lone last row has no variance
    [InlineData(25, 12, false, 3, 25)]
    [InlineData(26, 12, true, 3, 26)]
    [InlineData(5, 12, true, 1, 5)]
    public void An_epoch_holds_every_row_once(int rows, int batchSize, bool batchNorm, int expectedBatches, int expectedRows)
    {
        FeatureMatrix train = TestFlows.Make(rows, 3, 1);
        foreach (bool shuffle in (bool[])[false, true])
        {
            var batches = new TrainingBatches(
                train, new AutoencoderOptions { BatchSize = batchSize, BatchNorm = batchNorm, Shuffle = shuffle }, seed: 1);
            Assert.Equal((expectedBatches, expectedRows), (batches.Count, batches.Rows));
            int[] first = Epoch(batches), second = Epoch(batches);
            Assert.Equal(expectedRows, first.Distinct().Count());
            Assert.Equal(!shuffle, first.SequenceEqual(second));
            if (!shuffle) Assert.Equal(Enumerable.Range(0, expectedRows), first);
        }
    }

    [Fact]
    public void Swap_noise_takes_a_share_of_the_values_from_other_rows()
    {
        FeatureMatrix train = TestFlows.Make(1200, 4, 1);
        var batches = new TrainingBatches(train, new AutoencoderOptions { SwapNoise = 0.25, Shuffle = false, BatchSize = 1200 }, seed: 1);
        batches.BeginEpoch();
        int[] rows = batches.Take(0, out ReadOnlySpan<int> span).ToArray(), donors = span.ToArray();
        Assert.Equal(Enumerable.Range(0, 1200), rows); // the targets stay clean
        Assert.Equal(4800, donors.Length);
        Assert.All(donors, donor => Assert.InRange(donor, 0, 1199));
        Assert.InRange(Enumerable.Range(0, 4800).Count(at => donors[at] != at / 4) / 4800.0, 0.22, 0.28);
    }

    private static int[] Epoch(TrainingBatches batches)
    {
        var rows = new List<int>();
        batches.BeginEpoch();
        for (int step = 0; step < batches.Count; step++)
        {
            rows.AddRange(batches.Take(step, out ReadOnlySpan<int> donors));
            Assert.True(donors.IsEmpty);
        }

        return [.. rows];
    }
}
