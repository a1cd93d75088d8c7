namespace AnomalyNotebooks.Tests.Model;

public sealed unsafe class TrainingBatchesTest
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
            var batches = new TrainingBatches(train, new AutoencoderOptions { BatchSize = batchSize, BatchNorm = batchNorm, Shuffle = shuffle }, seed: 1);
            Assert.Equal((expectedBatches, expectedRows), (batches.Count, batches.Rows));
            float[][] first = Epoch(batches), second = Epoch(batches);
            Assert.Equal(expectedRows, first.Distinct(new SameRow()).Count());
            Assert.Equal(!shuffle, first.SequenceEqual(second, new SameRow()));
            if (!shuffle) Assert.Equal(Enumerable.Range(0, expectedRows).Select(r => train.Row(r).ToArray()), first);
        }
    }

    [Fact]
    public void Swap_noise_takes_values_of_the_same_feature_and_leaves_the_target_clean()
    {
        FeatureMatrix train = TestFlows.Make(1200, 4, 1);
        var batches = new TrainingBatches(train, new AutoencoderOptions { SwapNoise = 0.25, Shuffle = false, BatchSize = 1200 }, seed: 1);
        batches.BeginEpoch();
        batches.Take(0, out float* inputs, out float* targets, out int rows);
        HashSet<float>[] columns = [.. Enumerable.Range(0, 4).Select(f => Enumerable.Range(0, 1200).Select(row => train[row, f]).ToHashSet())];
        int changed = 0;
        for (int r = 0; r < rows; r++)
        {
            for (int f = 0; f < 4; f++)
            {
                float input = inputs[(r * 8) + f];
                Assert.Equal(train[r, f], targets[(r * 8) + f]);
                if (input == train[r, f]) continue;
                changed++;
                Assert.Contains(input, columns[f]);
            }
        }

        Assert.InRange(changed / 4800.0, 0.2, 0.27);
    }

    private static float[][] Epoch(TrainingBatches batches)
    {
        var rows = new List<float[]>();
        batches.BeginEpoch();
        for (int step = 0; step < batches.Count; step++)
        {
            batches.Take(step, out float* inputs, out _, out int count);
            for (int r = 0; r < count; r++) rows.Add(new ReadOnlySpan<float>(inputs + (r * 8), 3).ToArray());
        }

        return [.. rows];
    }

    private sealed class SameRow : IEqualityComparer<float[]>
    {
        public bool Equals(float[]? x, float[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(float[] row) => HashCode.Combine(row[0], row[1], row[2]);
    }
}
