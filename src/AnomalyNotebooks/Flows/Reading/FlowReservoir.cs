namespace AnomalyNotebooks;

/// <summary>
/// Keeps a sample of the normal flows of a file while it is read, so that a file or pipe of any length takes the memory of the sample:
/// each normal flow has a random number that follows from the seed and its place among the normals, and those with the smallest are kept,
/// in the file's order. Every subset of that size is equally likely (bottom-k sampling), and it is the same however the lines were read.
/// </summary>
/// <param name="most">Normals to keep at most, 1 or more; as long as there are no more, all are kept.</param>
/// <param name="seed">Fixes the sample.</param>
/// <param name="normals">Rows of the normals of a table; those not labelled as attacks if null.</param>
internal sealed class FlowReservoir(int most, ulong seed, Func<FlowTable, int[]>? normals = null)
{
    // Never that of an experiment's other choices.
    private const ulong Stream = ulong.MaxValue - 2;

    private const int MostPieces = 256;

    private readonly ulong start = SeededRandom.Fork(seed, Stream).NextUInt64();
    private readonly List<ulong> keys = [];
    private List<FlowPiece> pieces = [];
    private ulong bound = ulong.MaxValue;

    /// <summary>Normals to keep at most.</summary>
    public int Most => most;

    /// <summary>Flows met so far.</summary>
    public long Flows { get; private set; }

    /// <summary>Normals met so far.</summary>
    public long Normals { get; private set; }

    /// <summary>Takes what it needs of the next flows of the file.</summary>
    /// <param name="piece">The flows; used up.</param>
    /// <param name="start">What the file is.</param>
    public void Add(FlowPiece piece, FlowStart start)
    {
        Flows += piece.Rows;
        int[] rows = normals is null ? [.. Enumerable.Range(0, piece.Rows).Where(row => !piece.IsAttack[row])]
            : normals(FlowAssembly.Join([piece.Take([.. Enumerable.Range(0, piece.Rows)])], start, "", piece.Rows, needsNormals: false));
        var taken = new List<int>();
        foreach (int row in rows)
        {
            ulong key = HashMix.Combine(this.start, (ulong)Normals++);
            if (key > bound) continue;
            keys.Add(key);
            taken.Add(row);
        }

        pieces.Add(piece.Take([.. taken]));
        if (keys.Count >= 2L * most) KeepMost();
        else if (pieces.Count >= MostPieces) pieces = [FlowPiece.Join(pieces)];
    }

    /// <summary>The flows kept.</summary>
    public List<FlowPiece> Kept()
    {
        if (keys.Count > most) KeepMost();
        return pieces;
    }

    // No two normals have the same key (HashMix is a bijection).
    private void KeepMost()
    {
        bound = keys.Order().ElementAt(most - 1);
        int[] rows = [.. Enumerable.Range(0, keys.Count).Where(row => keys[row] <= bound)];
        keys.RemoveAll(key => key > bound);
        pieces = [FlowPiece.Join(pieces).Take(rows)];
    }
}
