namespace AnomalyNotebooks;

/// <summary>How one column of a flow follows from others. Times are in seconds where not said otherwise.</summary>
internal enum FlowFormula
{
    /// <summary>Bytes, packets: mean size of a packet, rounded to whole bytes.</summary>
    Mean,

    /// <summary>Bytes, packets, duration: bits per second, without the last packet (which takes no time).</summary>
    Load,

    /// <summary>Packets one way, packets the other way, duration: packets per second, without the first.</summary>
    PacketRate,

    /// <summary>The sum of two.</summary>
    Sum,

    /// <summary>Packets, duration: mean time between packets, in ms. Its free part is its share of what it would be if the packets
    /// filled the duration.</summary>
    Interval,

    /// <summary>A number drawn at random, of which only whether there is one (above 0) is a free part.</summary>
    Presence,

    /// <summary>The first less <see cref="FlowDerivation.Factor"/> times the second.</summary>
    Difference,

    /// <summary>A time as a share of a duration.</summary>
    Share,
}

/// <summary>A number that follows from others.</summary>
/// <param name="Column">The column it is (or the name of a comparison, which is no column).</param>
/// <param name="Formula">How it follows.</param>
/// <param name="Inputs">From what; the order is that of the formula.</param>
/// <param name="Factor">Of <see cref="FlowFormula.Difference"/>: how often the second is taken away.</param>
internal sealed record FlowDerivation(string Column, FlowFormula Formula, IReadOnlyList<string> Inputs, double Factor = 1)
{
    /// <summary>What stands for a number drawn at random from 2^32 where there is one: the mean.</summary>
    public const double AnyRandomNumber = 2_147_483_648;

    private const double ShortestDuration = 1e-6;
    private const double MillisecondsPerSecond = 1000;

    /// <summary>How many inputs the formula takes.</summary>
    public int InputCount => Formula switch
    {
        FlowFormula.Presence => 0,
        FlowFormula.Load or FlowFormula.PacketRate => 3,
        _ => 2,
    };

    /// <summary>The name of what is free in the column though it hangs on others; null where nothing is.</summary>
    public string? Part => Formula switch
    {
        FlowFormula.Interval => $"{Column} share",
        FlowFormula.Presence => Column,
        _ => null,
    };

    /// <summary>What is free in the column's <paramref name="value"/>, given the inputs.</summary>
    public double PartOf(double value, double a, double b) => Formula switch
    {
        FlowFormula.Interval when a <= 1 => -1,
        FlowFormula.Interval => value * (a - 1) / Math.Max(b * MillisecondsPerSecond, ShortestDuration * MillisecondsPerSecond),
        FlowFormula.Presence => value > 0 ? 1 : 0,
        _ => value,
    };

    /// <summary>The value that follows from the inputs; for a formula with a free part, that part comes first.</summary>
    public double Value(double a, double b, double c) => Formula switch
    {
        FlowFormula.Mean => Math.Floor((a / Math.Max(b, 1)) + 0.5),
        FlowFormula.Load => a * 8 * Math.Max(b - 1, 0) / Math.Max(b, 1) / Math.Max(c, ShortestDuration),
        FlowFormula.PacketRate => Math.Max(a + b - 1, 0) / Math.Max(c, ShortestDuration),
        FlowFormula.Sum => a + b,
        FlowFormula.Interval => b > 1 ? Math.Max(a, 0) * c * MillisecondsPerSecond / (b - 1) : 0,
        FlowFormula.Presence => a * AnyRandomNumber,
        FlowFormula.Difference => a - (Factor * b),
        FlowFormula.Share => a / Math.Max(b, ShortestDuration),
        _ => throw new InvalidOperationException($"{Formula} is no formula."),
    };
}

/// <summary>
/// A flow taken apart into what can vary freely, and put together again. Some columns of a flow follow from others (mean sizes,
/// loads, rates, sums): were they changed like the rest, an artificial anomaly would be known by its broken arithmetic, which no real
/// attack shows. So flows are taken apart, changed, and put together again. Columns that no rule names are parts of their own.
/// </summary>
internal sealed class FlowArithmetic
{
    private readonly Step[] toParts, toView;

    /// <summary>Prepares for flows with these columns; rules whose inputs are not among them do not apply.</summary>
    public FlowArithmetic(FlowRules rules, IReadOnlyList<string> columns)
    {
        FlowDerivation[] known = [.. rules.Derivations.Where(rule => rule.Inputs.Append(rule.Column).All(columns.Contains))];
        FlowDerivation[] withPart = [.. known.Where(rule => rule.Part is not null)];
        FlowDerivation[] followers = [.. known.Where(rule => rule.Formula != FlowFormula.Presence)];
        string[] parts =
        [
            .. columns.Select(name => withPart.FirstOrDefault(rule => rule.Column == name)?.Part
                ?? (followers.Any(rule => rule.Column == name) ? null : name)).OfType<string>(),
        ];
        FlowDerivation[] views = [.. followers, .. rules.Comparisons.Where(rule => rule.Inputs.All(parts.Contains))];
        Parts = parts;
        View = [.. parts, .. views.Select(view => view.Column)];
        toParts = [.. parts.Select(part => withPart.FirstOrDefault(rule => rule.Part == part) is { } rule
            ? new Step(rule, Places(columns, [rule.Column, .. rule.Inputs])) : new Step(null, Places(columns, [part])))];
        toView = [.. views.Select(rule => new Step(rule, Places(parts, rule.Part is { } part ? [part, .. rule.Inputs] : rule.Inputs)))];
    }

    /// <summary>The names of the free parts.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>The names of what a model sees: the parts, then the columns that follow from them, then comparisons.</summary>
    public IReadOnlyList<string> View { get; }

    /// <summary>Takes a flow apart: values by column into values by <see cref="Parts"/>.</summary>
    public void TakeApart(ReadOnlySpan<float> flow, Span<float> parts)
    {
        for (int p = 0; p < toParts.Length; p++)
        {
            Step step = toParts[p];
            float value = flow[step.A];
            parts[p] = step.Rule is { } rule ? (float)rule.PartOf(value, At(flow, step.B), At(flow, step.C)) : value;
        }
    }

    /// <summary>Puts parts together: values by <see cref="Parts"/> into values by <see cref="View"/>.</summary>
    public void PutTogether(ReadOnlySpan<float> parts, Span<float> view)
    {
        parts.CopyTo(view);
        for (int v = 0; v < toView.Length; v++)
        {
            Step step = toView[v];
            view[parts.Length + v] = (float)step.Rule!.Value(parts[step.A], At(parts, step.B), At(parts, step.C));
        }
    }

    private static double At(ReadOnlySpan<float> values, int place) => place < 0 ? 0 : values[place];

    private static int[] Places(IReadOnlyList<string> names, IReadOnlyList<string> wanted) =>
        [.. wanted.Select(name => Enumerable.Range(0, names.Count).First(i => names[i] == name))];

    private readonly record struct Step(FlowDerivation? Rule, int A, int B, int C)
    {
        public Step(FlowDerivation? rule, int[] places)
            : this(rule, places[0], places.Length > 1 ? places[1] : -1, places.Length > 2 ? places[2] : -1)
        {
        }
    }
}
