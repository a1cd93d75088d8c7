namespace AnomalyNotebooks;

/// <summary>
/// How training rows come by surprises that are counted on other rows than themselves, as those of later flows will be.
/// Half of the rows, drawn at random, are counted on a random rest: such a flow has its like among the counted, as in the midst
/// of a burst. The other half are counted on all rows outside their own stretch of the table: where that is in the order of time,
/// what a burst repeats is as new to them as the next burst will be. In a shuffled table the two halves are alike.
/// </summary>
/// <param name="Rows">The rows whose surprises are to be taken.</param>
/// <param name="Donors">All rows that are as new to the count as these, these among them.</param>
/// <param name="Counted">The rows to count.</param>
internal sealed record CrossFitting(int[] Rows, int[] Donors, int[] Counted)
{
    /// <summary>Stretches of the table, and as many random parts.</summary>
    public const int Folds = 7;

    /// <summary>Folds that hold every row of a table once.</summary>
    public static IEnumerable<CrossFitting> Of(int rows, SeededRandom random)
    {
        int[] order = random.Permutation(rows);
        var inStretch = new bool[rows];
        for (int r = 0; r < rows; r++) inStretch[r] = random.Next(2) == 0;
        var part = new int[rows];
        for (int i = 0; i < rows; i++) part[order[i]] = i % Folds;
        for (int fold = 0; fold < Folds; fold++)
        {
            int number = fold;
            yield return Fold(row => (int)((long)row * Folds / rows) == number, row => inStretch[row]);
            yield return Fold(row => part[row] == number, row => !inStretch[row]);
        }

        CrossFitting Fold(Func<int, bool> isNear, Func<int, bool> isTaken)
        {
            int[] near = [.. Enumerable.Range(0, rows).Where(isNear)];
            return new CrossFitting([.. near.Where(isTaken)], near, [.. Enumerable.Range(0, rows).Where(row => !isNear(row))]);
        }
    }
}
