namespace AnomalyNotebooks.Tests.Detectors;

internal static class AssertAddUp
{
    public static void ToScore(ScoreExplanation explanation, double[] scores)
    {
        for (int row = 0; row < scores.Length; row++)
        {
            double sum = 0;
            foreach (float part in explanation.Contributions.Row(row)) sum += part;
            Assert.Equal(scores[row], sum, 1e-5 * Math.Max(1, Math.Abs(scores[row])));
        }
    }
}
