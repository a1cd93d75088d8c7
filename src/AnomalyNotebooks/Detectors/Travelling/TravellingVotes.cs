namespace AnomalyNotebooks;

/// <summary>
/// The weighted mean of what the members of a <see cref="TravellingDetector"/> say, each as -log of a tail probability. Trees that tell
/// normal flows from recombinations know much inside the range of normals and nothing outside: what they say is bounded by the others.
/// </summary>
internal static class TravellingVotes
{
    // What the neighbours agree on from here on, one normal flow in twenty by each, trees do not talk down.
    private const double Agreed = 3;

    // So much above all others trees are not followed: a factor of 7 in the tail probability.
    private const double Beyond = 2;

    /// <summary>One score per flow.</summary>
    /// <param name="parts">The members with their weights.</param>
    /// <param name="votes">What each says of each flow.</param>
    public static double[] Together(IReadOnlyList<TravellingPart> parts, double[][] votes)
    {
        var scores = new double[votes[0].Length];
        for (int row = 0; row < scores.Length; row++)
        {
            double agreed = double.PositiveInfinity, highest = 0;
            for (int p = 0; p < votes.Length; p++)
            {
                if (parts[p].Member is TreesMember) continue;
                highest = Math.Max(highest, votes[p][row]);
                if (parts[p].Member is NearMember or NearRarityMember) agreed = Math.Min(agreed, votes[p][row]);
            }

            for (int p = 0; p < votes.Length; p++)
            {
                double vote = votes[p][row];
                if (parts[p].Member is TreesMember)
                {
                    vote = Math.Min(vote, highest + Beyond);
                    if (agreed > Agreed) vote = Math.Max(vote, agreed);
                }

                scores[row] += parts[p].Weight * vote;
            }
        }

        return scores;
    }
}
