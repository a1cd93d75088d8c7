namespace AnomalyNotebooks.Tests.Detectors;

public sealed class ContextNeighboursTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Finds_what_a_comparison_with_every_distinct_normal_finds(int neighbours)
    {
        FlowTable flows = TestFlows.With(TestFlows.Make(300, 60, seed: 4), "dttl", 0), normals = flows.Take(flows.NormalRows());
        ColumnView[] views = ColumnView.Of(normals);
        FlowContexts contexts = FlowContexts.Fit(views, normals);
        FlowSpace space = FlowSpace.Fit(views, normals);
        FeatureMatrix training = FlowFacts.First(space.Transform(normals), space.OwnColumns),
            points = FlowFacts.First(space.Transform(flows), space.OwnColumns);
        ContextOfFlows ofTraining = contexts.Of(normals), ofFlows = contexts.Of(flows);

        double[] scores = ContextNeighbours.Fit(training, ofTraining.Numbers, contexts, neighbours).Score(points, ofFlows, default);
        for (int r = 0; r < flows.Count; r++)
        {
            double[] distances = [.. Enumerable.Range(0, normals.Count).DistinctBy(n =>
                (ofTraining.Numbers[n], string.Join(' ', training.Row(n).ToArray())))
                .Select(n => Distance(r, n)).Order().Take(neighbours)];
            Assert.Equal(distances.Average(), scores[r], 1e-3);
        }

        double Distance(int row, int normal)
        {
            double squared = 0;
            for (int c = 0; c < points.Columns; c++)
                squared += (points[row, c] - training[normal, c]) * (points[row, c] - training[normal, c]);
            if (ofFlows.Numbers[row] != ofTraining.Numbers[normal])
                squared += 2 + (2 * ofFlows.Codes.Where((codes, c) => codes[row] != ofTraining.Codes[c][normal]).Count());
            return Math.Sqrt(squared);
        }
    }
}
