namespace AnomalyNotebooks;

/// <summary>Working memory of one thread for the densities of up to <see cref="Rows"/> rows at a time, one row a lane.</summary>
internal sealed class MixtureBlock
{
    /// <summary>Rows of a block: four vectors of 4 doubles, so that four sums run side by side.</summary>
    public const int Rows = 16;

    public MixtureBlock(MixtureParameters mixture)
    {
        Values = new double[mixture.Features * Rows];
        Deviations = new double[mixture.Features * Rows];
        LogParts = new double[mixture.Components * Rows];
    }

    /// <summary>Features by <see cref="Rows"/>: the rows, transposed.</summary>
    public double[] Values { get; }

    /// <summary>Features by <see cref="Rows"/>: the rows less the centre of a bell.</summary>
    public double[] Deviations { get; }

    /// <summary>Components by <see cref="Rows"/>: the log of each bell's part in each row's density.</summary>
    public double[] LogParts { get; }

    /// <summary><see cref="Rows"/>: each row's log-density.</summary>
    public double[] LogDensities { get; } = new double[Rows];

    /// <summary>Takes rows first to end - 1, at most <see cref="Rows"/>; the lanes beyond repeat the last one.</summary>
    public void Load(FeatureMatrix rows, int first, int end)
    {
        for (int lane = 0; lane < Rows; lane++)
        {
            ReadOnlySpan<float> row = rows.Row(Math.Min(first + lane, end - 1));
            for (int c = 0; c < row.Length; c++) Values[(c * Rows) + lane] = row[c];
        }
    }
}
