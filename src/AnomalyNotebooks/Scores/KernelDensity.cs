namespace AnomalyNotebooks;

/// <summary>
/// A Gaussian kernel density estimate of scores, bandwidth by Scott's rule as <c>scipy.stats.gaussian_kde</c>:
/// n^(-1/5) times the standard deviation. Immutable.
/// </summary>
/// <remarks>
/// Not binned and not cut off: agrees with the direct sum to about 12 digits, in the far tails too, at a cost of one pass over the
/// scores plus a few hundred operations a point. Scores are gathered in cells an eighth of a bandwidth wide; a cell's joint kernel
/// is the Taylor series exp(-(t - v)^2 / 2) = exp(-t^2 / 2) * sum over p of t^p / p! * v^p exp(-v^2 / 2), t and v being the distances
/// of point and score from the cell's centre (the fast Gauss transform of Greengard and Strain, 1991).
/// </remarks>
public sealed class KernelDensity
{
    private const int Terms = 28;
    private const double CellWidth = 0.125; // in bandwidths
    private const double Underflow = 38.7;  // exp(-t^2 / 2) is below the smallest double beyond
    private static readonly int[] TermsAtDistance = TermsNeeded();

    private readonly double[] sorted;
    private readonly double[] centres; // in bandwidths from the smallest score
    private readonly double[] moments; // [cell][term], each divided by the factorial of the term
    private readonly double keep;      // kernels smaller than exp(-keep) times the largest are left out

    private KernelDensity(double[] sorted, double bandwidth)
    {
        this.sorted = sorted;
        Bandwidth = bandwidth;
        keep = 30 + PortableMath.Log(sorted.Length);
        (centres, moments) = Cells(sorted, bandwidth);
    }

    /// <summary>Number of scores.</summary>
    public int Count => sorted.Length;

    /// <summary>Standard deviation of the kernel, in the unit of the scores.</summary>
    public double Bandwidth { get; }

    /// <summary>Fits the density.</summary>
    /// <param name="scores">Finite scores, at least two different ones.</param>
    /// <param name="bandwidth">Standard deviation of the kernel; null for Scott's rule.</param>
    /// <exception cref="AnomalyException">All scores are equal: they have no density.</exception>
    /// <exception cref="ArgumentException">Fewer than two scores, a NaN or an infinity, or a bandwidth that is not positive.</exception>
    public static KernelDensity Fit(ReadOnlySpan<double> scores, double? bandwidth = null)
    {
        if (bandwidth is { } given && !(given > 0 && double.IsFinite(given)))
            throw new ArgumentOutOfRangeException(nameof(bandwidth), given, "A positive number is expected.");
        double[] ascending = ScoreArrays.Sorted(scores, "scores", least: 2);
        if (bandwidth is null && ascending[0] == ascending[^1])
            throw new AnomalyException("All scores are equal, so they have no density; a detector that gives every flow the same score "
                + "has collapsed.");
        return new KernelDensity(ascending, bandwidth ?? ScottBandwidth(ascending));
    }

    /// <summary>The density at <paramref name="x"/>, per unit of the scores.</summary>
    public double Evaluate(double x)
    {
        int above = ScoreArrays.CountAtMost(sorted, x);
        double nearest = Math.Min(
            above > 0 ? (x - sorted[above - 1]) / Bandwidth : double.PositiveInfinity,
            above < sorted.Length ? (sorted[above] - x) / Bandwidth : double.PositiveInfinity);
        if (!(nearest < Underflow)) return 0;

        double reach = Math.Sqrt((nearest * nearest) + (2 * keep)) + CellWidth;
        double position = (x - sorted[0]) / Bandwidth, sum = 0;
        for (int cell = ScoreArrays.CountAtMost(centres, position - reach); cell < centres.Length; cell++)
        {
            double t = position - centres[cell];
            if (t < -reach) break;
            ReadOnlySpan<double> moment = moments.AsSpan(cell * Terms, Terms);
            int last = TermsAtDistance[Math.Min((int)Math.Abs(t), TermsAtDistance.Length - 1)] - 1;
            double series = moment[last];
            for (int p = last - 1; p >= 0; p--) series = (series * t) + moment[p];
            sum += PortableMath.Exp(-0.5 * t * t) * series;
        }

        const double squareRootOf2Pi = 2.5066282746310002;
        return sum / (sorted.Length * Bandwidth * squareRootOf2Pi);
    }

    /// <summary>The density at each of the points.</summary>
    public double[] Evaluate(ReadOnlySpan<double> points)
    {
        var density = new double[points.Length];
        for (int i = 0; i < density.Length; i++) density[i] = Evaluate(points[i]);
        return density;
    }

    /// <summary>Evenly spaced points from <paramref name="cut"/> bandwidths below the smallest score to as many above the largest (3 is
    /// seaborn's default).</summary>
    public double[] Grid(int points = 512, double cut = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        double from = sorted[0] - (cut * Bandwidth), to = sorted[^1] + (cut * Bandwidth), step = (to - from) / (points - 1);
        var grid = new double[points];
        for (int i = 0; i < points; i++) grid[i] = from + (i * step);
        grid[^1] = to;
        return grid;
    }

    private static double ScottBandwidth(double[] ascending)
    {
        int n = ascending.Length;
        double mean = 0, squares = 0;
        foreach (double score in ascending) mean += score / n;
        foreach (double score in ascending) squares += (score - mean) * (score - mean);
        return Math.Sqrt(squares / (n - 1)) * PortableMath.Exp(-0.2 * PortableMath.Log(n));
    }

    private static (double[] Centres, double[] Moments) Cells(double[] ascending, double bandwidth)
    {
        var cellCentres = new List<double>();
        var cellMoments = new List<double>();
        Span<double> moment = stackalloc double[Terms];
        for (int first = 0, end; first < ascending.Length; first = end)
        {
            double cell = Math.Floor((ascending[first] - ascending[0]) / bandwidth / CellWidth), centre = (cell + 0.5) * CellWidth;
            moment.Clear();
            for (end = first; end < ascending.Length; end++)
            {
                double position = (ascending[end] - ascending[0]) / bandwidth;
                if (Math.Floor(position / CellWidth) > cell) break;
                double v = position - centre, term = PortableMath.Exp(-0.5 * v * v);
                for (int p = 0; p < Terms; p++)
                {
                    moment[p] += term;
                    term *= v;
                }
            }

            cellCentres.Add(centre);
            double factorial = 1;
            for (int p = 0; p < Terms; factorial *= ++p) cellMoments.Add(moment[p] / factorial);
        }

        return ([.. cellCentres], [.. cellMoments]);
    }

    // For each whole distance t: how many terms until the rest of the series is below 1e-14 of the smallest value it can have.
    private static int[] TermsNeeded()
    {
        var needed = new int[42];
        for (int t = 0; t < needed.Length; t++)
        {
            double largest = (t + 1) * CellWidth / 2, limit = 1e-14 * PortableMath.Exp(-2 * largest), term = 1;
            int p = 0;
            while (term > limit && p < Terms) term *= largest / ++p;
            needed[t] = p;
        }

        return needed;
    }
}
