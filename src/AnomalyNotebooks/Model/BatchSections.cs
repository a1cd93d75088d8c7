namespace AnomalyNotebooks;

/// <summary>How a batch is cut for threads: by its number of rows alone, so that the cut, and with it every sum, is the same on any machine.</summary>
internal static class BatchSections
{
    private const int Most = 8, LeastRows = 128, TileRows = 12;

    // Multiply-adds of a step below which handing work to another thread costs more than it saves.
    private const long WorthAThread = 2_000_000;

    /// <summary>Sections of a batch.</summary>
    public static int Count(int rows) => Math.Clamp(rows / LeastRows, 1, Most);

    /// <summary>Rows of each section but the last, which has the rest: whole tiles.</summary>
    public static int Rows(int rows)
    {
        int each = (rows + Count(rows) - 1) / Count(rows);
        return (each + TileRows - 1) / TileRows * TileRows;
    }

    /// <summary>Threads worth having.</summary>
    public static int Threads(int asked, int batchRows, int parameters)
    {
        int most = asked > 0 ? asked : (long)batchRows * parameters < WorthAThread ? 1 : Environment.ProcessorCount;
        return Math.Min(most, Count(batchRows));
    }
}
