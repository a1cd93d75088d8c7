namespace AnomalyNotebooks;

/// <summary>Mean 0 and spread 1 per column, as on the rows it was made from.</summary>
internal sealed class StandardScale
{
    private readonly float[] mean, spread;
    private readonly float clip;

    /// <summary>Takes mean and spread of the columns.</summary>
    /// <param name="rows">Rows by columns.</param>
    /// <param name="clip">Largest size of a result.</param>
    /// <param name="leastSpread">Added to every spread; where both are 0 the spread is taken as 1.</param>
    public StandardScale(FeatureMatrix rows, double clip, double leastSpread = 0)
    {
        this.clip = (float)clip;
        mean = new float[rows.Columns];
        spread = new float[rows.Columns];
        for (int c = 0; c < rows.Columns; c++)
        {
            double sum = 0, squares = 0;
            for (int r = 0; r < rows.Rows; r++) sum += rows[r, c];
            double centre = sum / rows.Rows;
            for (int r = 0; r < rows.Rows; r++) squares += (rows[r, c] - centre) * (rows[r, c] - centre);
            mean[c] = (float)centre;
            double deviation = Math.Sqrt(squares / rows.Rows) + leastSpread;
            spread[c] = deviation < 1e-6 ? 1 : (float)deviation;
        }
    }

    public FeatureMatrix Transform(FeatureMatrix rows)
    {
        var values = new float[rows.Values.Length];
        for (int r = 0, i = 0; r < rows.Rows; r++)
            for (int c = 0; c < mean.Length; c++, i++)
                values[i] = Math.Clamp((rows.Values[i] - mean[c]) / spread[c], -clip, clip);
        return new FeatureMatrix(values, rows.Rows, rows.Names);
    }
}
