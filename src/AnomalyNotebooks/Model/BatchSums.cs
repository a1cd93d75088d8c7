namespace AnomalyNotebooks;

/// <summary>
/// Sums over the rows of a batch, in the order that defines their bits. A batch is cut into sections by its number of rows alone, which
/// threads may share; a section is summed in strands (row modulo their number), which a processor adds at the same time; strands are
/// added in pairs, sections in their order. So neither the number of threads nor the width of a vector changes a bit.
/// </summary>
internal static class BatchSums
{
    private const int MostSections = 8, LeastRows = 128, TileRows = 12;

    /// <summary>Sections of a batch: of at least 128 rows, at most 8.</summary>
    public static int Sections(int rows) => Math.Clamp(rows / LeastRows, 1, MostSections);

    /// <summary>Rows of each section but the last, which has the rest: a multiple of 12.</summary>
    public static int SectionRows(int rows)
    {
        int each = (rows + Sections(rows) - 1) / Sections(rows);
        return (each + TileRows - 1) / TileRows * TileRows;
    }

    /// <summary>The sections of a batch: first row and end.</summary>
    public static IEnumerable<(int From, int To)> Of(int rows)
    {
        for (int from = 0, section = 0; section < Sections(rows); section++, from += SectionRows(rows))
            yield return (from, Math.Min(rows, from + SectionRows(rows)));
    }

    /// <summary>Σ a[row] b[row] over a batch.</summary>
    public static float Sum(Column a, Column b, int rows, int strands)
    {
        float total = 0;
        foreach ((int from, int to) in Of(rows)) total = from == 0 ? Sum(a, b, from, to, strands) : total + Sum(a, b, from, to, strands);
        return total;
    }

    /// <summary>Σ a[row] b[row] over one section. Rows behind the last whole group of strands go to the first one.</summary>
    public static float Sum(Column a, Column b, int from, int to, int strands)
    {
        Span<float> sums = stackalloc float[strands];
        sums.Clear();
        int whole = from + ((to - from) / strands * strands);
        for (int row = from; row < to; row++)
        {
            int strand = row < whole ? (row - from) % strands : 0;
            sums[strand] = PortableMath.MultiplyAdd(a[row], b[row], sums[strand]);
        }

        for (int left = strands / 2; left > 0; left /= 2)
            for (int i = 0; i < left; i++) sums[i] = sums[2 * i] + sums[(2 * i) + 1];
        return sums[0];
    }

    /// <summary>The sum of the values of one row, in eight strands (column modulo 8) that are added as a tree.</summary>
    public static float Across(ReadOnlySpan<float> values)
    {
        Span<float> s = stackalloc float[8];
        s.Clear();
        for (int j = 0; j < values.Length; j++) s[j % 8] += values[j];
        return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }

    /// <summary>One column of a row-major matrix; of <see cref="Ones"/> every value is 1.</summary>
    public readonly record struct Column(float[] Values, int Width, int Index)
    {
        public static Column Ones { get; } = new([1], 0, 0);

        public float this[int row] => Values[(row * Width) + Index];
    }
}
