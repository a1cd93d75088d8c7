namespace AnomalyNotebooks;

/// <summary>How often flows repeat: rows whose values all equal those of an earlier row.</summary>
/// <remarks>Repeats matter because a flow that was fitted on and comes again among the test rows is easy to recognise.</remarks>
public sealed class DuplicateFlows
{
    private DuplicateFlows(int[] firstRows, int distinct, int repeats, int normal, int attack, int bothLabels)
    {
        FirstRows = firstRows;
        Distinct = distinct;
        Repeats = repeats;
        NormalRepeats = normal;
        AttackRepeats = attack;
        BothLabels = bothLabels;
    }

    /// <summary>For each row, the first row with the same values; its own index where it is the first.</summary>
    public int[] FirstRows { get; }

    /// <summary>Number of distinct vectors.</summary>
    public int Distinct { get; }

    /// <summary>Number of rows that repeat an earlier one, whatever its label.</summary>
    public int Repeats { get; }

    /// <summary>Number of normal rows that repeat an earlier normal one.</summary>
    public int NormalRepeats { get; }

    /// <summary>Number of attack rows that repeat an earlier attack.</summary>
    public int AttackRepeats { get; }

    /// <summary>Number of vectors that occur both as normal and as attack: these no detector can tell apart.</summary>
    public int BothLabels { get; }

    /// <summary>Counts repeats in a table.</summary>
    /// <param name="flows">Any rows.</param>
    /// <param name="columns">The columns compared, all features if null.</param>
    public static DuplicateFlows Count(FlowTable flows, IReadOnlyList<string>? columns = null)
    {
        int[] firstRows = FlowVectors.Groups(flows, columns);
        var asNormal = new bool[flows.Count];
        var asAttack = new bool[flows.Count]; // by first row: whether the vector occurs with that label
        int distinct = 0, normalRepeats = 0, attackRepeats = 0, both = 0;
        for (int row = 0; row < firstRows.Length; row++)
        {
            int first = firstRows[row];
            if (first == row) distinct++;
            bool[] seen = flows.IsAttack[row] ? asAttack : asNormal;
            if (!seen[first])
            {
                seen[first] = true;
                if (asNormal[first] && asAttack[first]) both++;
            }
            else if (flows.IsAttack[row])
            {
                attackRepeats++;
            }
            else
            {
                normalRepeats++;
            }
        }

        return new DuplicateFlows(firstRows, distinct, flows.Count - distinct, normalRepeats, attackRepeats, both);
    }
}
