namespace AnomalyNotebooks;

/// <summary>Flows as some lines of a file had them, column by column, and what was odd about them.</summary>
/// <param name="Numbers">The numeric columns.</param>
/// <param name="Codes">Codes by text column and row, into <paramref name="Texts"/>; the label's category comes last.</param>
/// <param name="Texts">The texts behind the codes, by text column, as they stand in the file.</param>
/// <param name="IsAttack">Whether each flow is an attack.</param>
/// <param name="Negatives">How many negative numbers there were, by numeric column.</param>
/// <param name="Fractions">How many numbers with a fraction, where numbers should be whole.</param>
internal sealed record FlowPiece(NumberColumn[] Numbers, int[][] Codes, IReadOnlyList<byte[]>[] Texts, bool[] IsAttack, int[] Negatives,
    int[] Fractions)
{
    // Of so many flows the columns that are let go of are worth a look of the garbage collector at once, some columns at a time.
    private const int ManyFlows = 500_000, ColumnsAtOnce = 10;

    /// <summary>Number of flows.</summary>
    public int Rows => IsAttack.Length;

    /// <summary>Pieces one after the other. Each column of theirs is let go of as soon as it is joined, so that the flows are not held
    /// twice; they are of no use afterwards.</summary>
    /// <param name="pieces">One or more.</param>
    public static FlowPiece Join(IReadOnlyList<FlowPiece> pieces)
    {
        FlowPiece first = pieces[0];
        if (pieces.Count == 1) return first;
        int[] negatives = Sum(pieces, piece => piece.Negatives), fractions = Sum(pieces, piece => piece.Fractions);
        var isAttack = new bool[pieces.Sum(piece => piece.Rows)];
        int row = 0;
        foreach (FlowPiece piece in pieces)
        {
            piece.IsAttack.CopyTo(isAttack, row);
            row += piece.Rows;
        }

        var numbers = new NumberColumn[first.Numbers.Length];
        foreach (int[] some in Enumerable.Range(0, numbers.Length).Chunk(ColumnsAtOnce))
        {
            Parallel.ForEach(some, ThreadLimit.Options(), c =>
            {
                numbers[c] = NumberColumn.Join([.. pieces.Select(piece => piece.Numbers[c])]);
                foreach (FlowPiece piece in pieces) piece.Numbers[c] = null!;
            });
            if (isAttack.Length >= ManyFlows) GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        var codes = new int[first.Codes.Length][];
        var texts = new IReadOnlyList<byte[]>[codes.Length];
        for (int c = 0; c < codes.Length; c++) (codes[c], texts[c]) = JoinTexts(pieces, c, isAttack.Length);
        return new FlowPiece(numbers, codes, texts, isAttack, negatives, fractions);
    }

    /// <summary>Some of the flows, with the texts that they have. What was odd is still told of all of them.</summary>
    /// <param name="rows">Which, in the order wanted.</param>
    public FlowPiece Take(int[] rows)
    {
        var codes = new int[Codes.Length][];
        var texts = new IReadOnlyList<byte[]>[codes.Length];
        for (int c = 0; c < codes.Length; c++)
        {
            if (Texts[c].Count == 0) // the file lacks it
            {
                (codes[c], texts[c]) = (new int[rows.Length], []);
                continue;
            }

            var used = new List<byte[]>();
            var codeOf = new int[Texts[c].Count]; // 1 and more where used
            codes[c] = Array.ConvertAll(rows, row =>
            {
                ref int code = ref codeOf[Codes[c][row]];
                if (code > 0) return code - 1;
                used.Add(Texts[c][Codes[c][row]]);
                code = used.Count;
                return code - 1;
            });
            texts[c] = used;
        }

        return new FlowPiece([.. Numbers.Select(column => column.Take(rows))], codes, texts, Array.ConvertAll(rows, row => IsAttack[row]),
            Negatives, Fractions);
    }

    private static (int[] Codes, IReadOnlyList<byte[]> Texts) JoinTexts(IReadOnlyList<FlowPiece> pieces, int column, int count)
    {
        var codes = new int[count];
        var texts = new TextDictionary();
        int row = 0;
        foreach (FlowPiece piece in pieces)
        {
            int[] codeOf = [.. piece.Texts[column].Select(text => texts.CodeOf(text))];
            foreach (int code in piece.Codes[column]) codes[row++] = codeOf.Length == 0 ? 0 : codeOf[code];
            piece.Codes[column] = [];
        }

        return (codes, texts.Texts);
    }

    private static int[] Sum(IReadOnlyList<FlowPiece> pieces, Func<FlowPiece, int[]> counts) =>
        [.. Enumerable.Range(0, counts(pieces[0]).Length).Select(c => pieces.Sum(piece => counts(piece)[c]))];
}
