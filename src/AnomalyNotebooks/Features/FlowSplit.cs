namespace AnomalyNotebooks;

/// <summary>
/// Which flows a detector is fitted on and which it is judged by, under a named protocol. It is fitted and calibrated on normals alone.
/// Attacks are split once, by a seed that never changes with the experiment's, into a half to learn from and a half for the
/// published numbers, each with the same share of every category.
/// </summary>
public sealed record FlowSplit
{
    /// <summary>The seed that halves the attacks. The same flows are in the same half in every experiment.</summary>
    public const ulong AttackSeed = 82_332;

    private FlowSplit()
    {
    }

    /// <summary>The protocol's name, as in tables: <c>random-holdout</c>, <c>file-order</c>, <c>distinct</c>, <c>official</c>.</summary>
    public string Protocol { get; private init; } = "";

    /// <summary>The seed of the experiment.</summary>
    public ulong Seed { get; private init; }

    /// <summary>The table that <see cref="Train"/> and <see cref="Calibration"/> are rows of.</summary>
    public FlowTable TrainingTable { get; private init; } = null!;

    /// <summary>The table that <see cref="TestNormals"/>, <see cref="DevelopmentAttacks"/> and <see cref="FinalAttacks"/> are rows of;
    /// the same as <see cref="TrainingTable"/> but under the official protocol.</summary>
    public FlowTable TestTable { get; private init; } = null!;

    /// <summary>Normals to fit on, shuffled but in file order where the protocol is about that.</summary>
    public int[] Train { get; private init; } = [];

    /// <summary>Normals kept back from the fit, to validate it and to set thresholds.</summary>
    public int[] Calibration { get; private init; } = [];

    /// <summary>Normals to judge by, ascending.</summary>
    public int[] TestNormals { get; private init; } = [];

    /// <summary>Attacks that may be looked at while developing, ascending.</summary>
    public int[] DevelopmentAttacks { get; private init; } = [];

    /// <summary>Attacks for the published numbers, ascending.</summary>
    public int[] FinalAttacks { get; private init; } = [];

    /// <summary>The normals that may be fitted or calibrated on, and nothing else: what to hand to code that chooses
    /// hyperparameters.</summary>
    public NormalFlows TuningNormals() => NormalFlows.Take(TrainingTable, [.. Train, .. Calibration]);

    /// <summary>The same split with fewer flows, for experiments that must not take long: a random choice of every part, in the part's
    /// order. What was held out stays held out, and no attack changes its half.</summary>
    /// <param name="share">The share of each part to keep, above 0; 1 keeps all.</param>
    /// <param name="atLeast">Flows that a part keeps even where the share is fewer, or all it has: a threshold for one false alarm in a
    /// hundred, say, cannot be set on fewer than 99 calibration flows.</param>
    /// <exception cref="AnomalyException">The share is not above 0 and at most 1, or a part would be left empty.</exception>
    public FlowSplit Thin(double share, int atLeast = 0)
    {
        if (!(share > 0 && share <= 1)) throw new AnomalyException(
            $"The share of flows to keep is {share.Shown()}; it must be above 0 and at most 1.");
        if (share == 1) return this;
        int[] Keep(int[] rows, ulong part)
        {
            int kept = Math.Max((int)Math.Round(rows.Length * share, MidpointRounding.AwayFromZero), Math.Min(atLeast, rows.Length));
            if (kept < 1) throw new AnomalyException($"A share of {share.Shown()} leaves none of the {rows.Length} flows in one part of "
                + $"the split. Keep more.");
            int[] chosen = SeededRandom.Fork(Seed, stream: 1 + part).Permutation(rows.Length)[..kept];
            return [.. chosen.Order().Select(i => rows[i])];
        }

        return this with
        {
            Train = Keep(Train, 0),
            Calibration = Keep(Calibration, 1),
            TestNormals = Keep(TestNormals, 2),
            DevelopmentAttacks = Keep(DevelopmentAttacks, 3),
            FinalAttacks = Keep(FinalAttacks, 4),
        };
    }

    /// <summary>Keeps a random share of the normals to judge by, and of the others a random share to calibrate on.</summary>
    /// <param name="flows">Normals and attacks.</param>
    /// <param name="seed">Fixes the choice.</param>
    /// <param name="holdout">Share of the normals to judge by.</param>
    /// <param name="calibration">Share of the other normals to calibrate on.</param>
    /// <exception cref="AnomalyException">A share is not between 0 and 1, or too few normals to fill each part.</exception>
    public static FlowSplit RandomHoldout(FlowTable flows, ulong seed, double holdout = 0.3, double calibration = 0.1)
    {
        int[] normals = flows.NormalRows();
        SeededRandom.Fork(seed, stream: 0).Shuffle<int>(normals);
        return Of("random-holdout", flows, seed, normals, holdout, calibration);
    }

    /// <summary>Judges by the last normals of the file; of the first, calibrates on a random share and fits on the others, in the order of
    /// the file: what a detector meets that is set up today and used tomorrow.</summary>
    /// <inheritdoc cref="RandomHoldout"/>
    public static FlowSplit FileOrder(FlowTable flows, ulong seed, double holdout = 0.3, double calibration = 0.1)
    {
        int[] normals = flows.NormalRows();
        Span<int> first = normals.AsSpan(..^Part(normals.Length, holdout, nameof(holdout)));
        SeededRandom.Fork(seed, stream: 0).Shuffle(first);
        FlowSplit split = Of("file-order", flows, seed, normals, holdout, calibration);
        return split with { Train = [.. split.Train.Order()], Calibration = [.. split.Calibration.Order()] };
    }

    /// <summary>As <see cref="RandomHoldout"/>, but judged by distinct flows only: none whose features all equal those of a flow fitted or
    /// calibrated on, and of several that are equal only the first.</summary>
    /// <inheritdoc cref="RandomHoldout"/>
    public static FlowSplit DistinctVectors(FlowTable flows, ulong seed, double holdout = 0.3, double calibration = 0.1)
    {
        FlowSplit split = RandomHoldout(flows, seed, holdout, calibration);
        int[] groups = FlowVectors.Groups(flows);
        var seen = new HashSet<int>(split.Train.Concat(split.Calibration).Select(row => groups[row]));
        int[] FirstOnly(IEnumerable<int> rows) => [.. rows.Where(row => seen.Add(groups[row]))];

        int[] normals = FirstOnly(split.TestNormals);
        var final = split.FinalAttacks.ToHashSet();
        // Both halves in one pass in file order: a vector that occurs in both stays where it occurs first.
        int[] attacks = FirstOnly(split.DevelopmentAttacks.Concat(split.FinalAttacks).Order());
        return split with
        {
            Protocol = "distinct",
            TestNormals = normals,
            DevelopmentAttacks = [.. attacks.Where(row => !final.Contains(row))],
            FinalAttacks = [.. attacks.Where(final.Contains)],
        };
    }

    /// <summary>The data set's own partition: fits on the normals of the file of 175,341 flows, judges by the file of 82,332.</summary>
    /// <param name="training">The larger file.</param>
    /// <param name="test">The smaller file.</param>
    /// <param name="seed">Fixes which normals are calibrated on.</param>
    /// <param name="calibration">Share of the training file's normals to calibrate on.</param>
    /// <exception cref="AnomalyException">As for <see cref="RandomHoldout"/>.</exception>
    public static FlowSplit Official(FlowTable training, FlowTable test, ulong seed, double calibration = 0.1)
    {
        int[] normals = training.NormalRows();
        SeededRandom.Fork(seed, stream: 0).Shuffle<int>(normals);
        (int[] development, int[] final) = HalveAttacks(test);
        int calibrating = Part(normals.Length, calibration, nameof(calibration));
        int[] judging = test.NormalRows();
        if (judging.Length == 0) throw TooFew(0);
        return new FlowSplit
        {
            Protocol = "official",
            Seed = seed,
            TrainingTable = training,
            TestTable = test,
            Train = normals[..^calibrating],
            Calibration = normals[^calibrating..],
            TestNormals = judging,
            DevelopmentAttacks = development,
            FinalAttacks = final,
        };
    }

    // Of the normals in the given order the last are judged by; of the others the last are calibrated on.
    private static FlowSplit Of(string protocol, FlowTable flows, ulong seed, int[] normals, double holdout, double calibration)
    {
        int judging = Part(normals.Length, holdout, nameof(holdout));
        int calibrating = Part(normals.Length - judging, calibration, nameof(calibration));
        (int[] development, int[] final) = HalveAttacks(flows);
        return new FlowSplit
        {
            Protocol = protocol,
            Seed = seed,
            TrainingTable = flows,
            TestTable = flows,
            Train = normals[..^(judging + calibrating)],
            Calibration = normals[^(judging + calibrating)..^judging],
            TestNormals = [.. normals[^judging..].Order()],
            DevelopmentAttacks = development,
            FinalAttacks = final,
        };
    }

    // Category by category, in order of their names; of an odd number the one more goes to the final half.
    private static (int[] Development, int[] Final) HalveAttacks(FlowTable flows)
    {
        var development = new List<int>();
        var final = new List<int>();
        var byCategory = flows.AttackRows().GroupBy(row => flows.AttackCategory[row]).OrderBy(group => group.Key, StringComparer.Ordinal);
        ulong stream = 0;
        foreach (IGrouping<string, int> category in byCategory)
        {
            int[] rows = [.. category];
            SeededRandom.Fork(AttackSeed, stream++).Shuffle<int>(rows);
            development.AddRange(rows[..(rows.Length / 2)]);
            final.AddRange(rows[(rows.Length / 2)..]);
        }

        return ([.. development.Order()], [.. final.Order()]);
    }

    private static int Part(int count, double share, string name)
    {
        if (!(share > 0 && share < 1)) throw new AnomalyException($"The share '{name}' is {share.Shown()}; it must lie between 0 and 1.");
        int part = (int)Math.Round(count * share, MidpointRounding.AwayFromZero);
        return part > 0 && part < count ? part : throw TooFew(count);
    }

    private static AnomalyException TooFew(int count) => new(
        $"{count} normal flows are too few to split into parts to fit, to calibrate and to judge by. Load more flows.");
}
