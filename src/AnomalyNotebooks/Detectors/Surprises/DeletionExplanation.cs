namespace AnomalyNotebooks;

/// <summary>What each column adds to a score: how far the score falls when the column is set to what is expected there.</summary>
internal static class DeletionExplanation
{
    public const string Meaning = "How far the score falls when the column is set to what is expected and all that follows from it is computed again.";

    public static ScoreExplanation Of(IFittedDetector detector, FeatureMatrix flows, ExpectedValues expected)
    {
        int width = flows.Columns;
        double[] scores = detector.Score(flows);
        var contributions = new float[flows.Rows * width];
        var expectations = new float[flows.Rows * width];
        for (int r = 0; r < flows.Rows; r++) expected.Of(flows.Row(r)).CopyTo(expectations.AsSpan(r * width));
        for (int c = 0; c < width; c++)
        {
            int[] unexpected = [.. Enumerable.Range(0, flows.Rows).Where(r => flows[r, c] != expectations[(r * width) + c])];
            FeatureMatrix changed = flows.Take(unexpected);
            for (int i = 0; i < unexpected.Length; i++) changed.Values[(i * width) + c] = expectations[(unexpected[i] * width) + c];
            double[] without = detector.Score(changed);
            for (int i = 0; i < unexpected.Length; i++) contributions[(unexpected[i] * width) + c] = (float)(scores[unexpected[i]] - without[i]);
        }

        return new ScoreExplanation(flows, new FeatureMatrix(contributions, flows.Rows, flows.Names), new FeatureMatrix(expectations, flows.Rows, flows.Names), Meaning);
    }
}
