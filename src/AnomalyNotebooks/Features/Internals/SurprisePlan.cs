namespace AnomalyNotebooks;

/// <summary>How surprises are counted: the columns, how exactly their values are told apart, and what is looked at given what.</summary>
/// <param name="Columns">Names of the columns.</param>
internal sealed record SurprisePlan(IReadOnlyList<string> Columns)
{
    // Counters of earlier flows beyond this are told apart to half of a natural logarithm.
    private const double LargestExactCount = 4, StepsPerLogOfCount = 2;

    /// <summary>Measured columns, which hardly repeat, each with the factor that brings its smallest unit to 1.</summary>
    public IReadOnlyDictionary<string, double> Continuous { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether a column counts earlier flows.</summary>
    public Func<string, bool> IsCounter { get; init; } = _ => false;

    /// <summary>Steps per natural logarithm to which measured columns are told apart.</summary>
    public double StepsPerLog { get; init; } = 4;

    /// <summary>How many rows' worth the wider estimate counts beside the narrower one.</summary>
    public double BackOffWeight { get; init; } = 2;

    /// <summary>How often a value never seen counts as seen: 1, or a half, by which frequent values stand out more.</summary>
    public double Prior { get; init; } = 0.5;

    /// <summary>The sets of columns whose joint values are counted.</summary>
    public List<int[]> Sets { get; } = [];

    /// <summary>What is looked at, with its name.</summary>
    public List<(string Name, SurpriseLink Link)> Links { get; } = [];

    /// <summary>Adds a joint value: by itself, then given each condition in turn, every step leaning on the one before it where few rows
    /// are known (as in back-off language models). Columns that are not there are left out; chains may share their first links.</summary>
    public void Add(FlowRelation chain)
    {
        int[] target = Present(chain.Target);
        if (target.Length == 0) return;
        int wider = Shared(Label(target) + " at all", new SurpriseLink(-1, -1, SetOf(target)));
        int widerRarity = chain.WithRarity ? Shared(Label(target) + " as rare", new SurpriseLink(-1, -1, SetOf(target), IsRarity: true))
            : -1;
        foreach (IReadOnlyList<string> given in chain.Given)
        {
            int[] condition = [.. Present(given).Except(target)];
            if (condition.Length == 0) continue;
            (int context, int both) = (SetOf(condition), SetOf([.. condition, .. target]));
            wider = Shared($"{Label(target)} given {Label(condition)}", new SurpriseLink(wider, context, both));
            if (chain.WithRarity)
                widerRarity = Shared($"{Label(target)} as rare given {Label(condition)}",
                    new SurpriseLink(widerRarity, context, both, IsRarity: true));
        }
    }

    /// <summary>Adds one thing to look at.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="target">Places of the columns whose joint value it is.</param>
    /// <param name="given">Places of the condition's columns; none where it is by itself.</param>
    /// <param name="wider">The link that it leans on; -1 for none.</param>
    public void Add(string name, int[] target, int[] given, int wider) => Links.Add((name,
        given.Length == 0 ? new SurpriseLink(-1, -1, SetOf([.. target]))
            : new SurpriseLink(wider, SetOf([.. given]), SetOf([.. given, .. target]))));

    /// <summary>The codes of a row's values, by which they are told apart.</summary>
    public Action<ReadOnlySpan<double>, Span<ulong>> Encoder()
    {
        bool[] counter = [.. Columns.Select(IsCounter)];
        double[] unit = [.. Columns.Select(name => Continuous.GetValueOrDefault(name))];
        return (row, codes) =>
        {
            for (int c = 0; c < row.Length; c++)
            {
                double value = counter[c] ? Coarse(row[c])
                    : unit[c] == 0 ? row[c] : Math.Floor((PortableMath.Log1p(Math.Max(row[c] * unit[c], 0)) * StepsPerLog) + 0.5);
                codes[c] = HashMix.Of(value);
            }
        };
    }

    // Large counts hardly repeat: beyond a few they are told apart by their order of magnitude.
    private static double Coarse(double count)
    {
        double size = Math.Abs(count);
        if (size <= LargestExactCount) return count;
        return Math.Sign(count) * (LargestExactCount + Math.Floor((PortableMath.Log(size / LargestExactCount) * StepsPerLogOfCount) + 0.5));
    }

    private int Shared(string name, SurpriseLink link)
    {
        int known = Links.FindIndex(entry => entry.Name == name);
        if (known >= 0) return known;
        Links.Add((name, link));
        return Links.Count - 1;
    }

    private int SetOf(int[] set)
    {
        Array.Sort(set);
        int known = Sets.FindIndex(other => other.SequenceEqual(set));
        if (known >= 0) return known;
        Sets.Add(set);
        return Sets.Count - 1;
    }

    private int[] Present(IReadOnlyList<string> wanted) => [.. wanted.Select(Columns.IndexOf).Where(column => column >= 0)];

    private string Label(int[] set) => string.Join(", ", set.Select(column => Columns[column]));
}

/// <summary>One surprise: of the set <paramref name="Both"/> given the set <paramref name="Given"/>, leaning on the surprise
/// <paramref name="Wider"/> (-1 for none); or how usual a value as rare is there.</summary>
internal sealed record SurpriseLink(int Wider, int Given, int Both, bool IsRarity = false);
