namespace AnomalyNotebooks;

/// <summary>The columns that the chunks of a file are read into, each chunk into its own range of rows.</summary>
internal sealed class FlowCsvColumns
{
    public FlowCsvColumns(int rows)
    {
        Numbers = new double[FlowSchema.UnswNb15.NumericFeatures.Count][];
        for (int i = 0; i < Numbers.Length; i++) Numbers[i] = GC.AllocateUninitializedArray<double>(rows);
        Codes = new int[FlowCsvChunk.AttackCategory + 1][];
        for (int i = 0; i < Codes.Length; i++) Codes[i] = GC.AllocateUninitializedArray<int>(rows);
        IsAttack = new bool[rows];
    }

    /// <summary>Keeps the first <paramref name="rows"/> rows: line ends inside quotes had been counted as rows.</summary>
    public void Trim(int rows)
    {
        if (rows == IsAttack.Length) return;
        for (int i = 0; i < Numbers.Length; i++) Array.Resize(ref Numbers[i], rows);
        for (int i = 0; i < Codes.Length; i++) Array.Resize(ref Codes[i], rows);
        IsAttack = IsAttack[..rows];
    }

    /// <summary>Values by numeric feature and row.</summary>
    public double[][] Numbers { get; }

    /// <summary>Codes by text column and row, each chunk's into its own dictionary.</summary>
    public int[][] Codes { get; }

    /// <summary>The label by row.</summary>
    public bool[] IsAttack { get; private set; }
}
