namespace AnomalyNotebooks;

/// <summary>
/// Which flows a detector is fitted on and which it is judged by, under a named protocol. It is fitted and calibrated on normals alone.
/// Attacks are split once, by a seed that never changes with the experiment's, into a half to learn from and a half for the
/// published numbers: by groups of equal flows, so that no flow of one half equals one of the other, and with about the same share of
/// every category.
/// </summary>
public sealed partial record FlowSplit
{
    /// <summary>The seed that halves the attacks. The same flows are in the same half in every experiment.</summary>
    public const ulong AttackSeed = 82_332;

    private FlowSplit()
    {
    }

    /// <summary>The protocol's name, as in tables (<see cref="EvaluationProtocol"/>).</summary>
    public string Protocol { get; private init; } = "";

    /// <summary>What has to be known of how this table was split; empty if nothing.</summary>
    public string Remark { get; private init; } = "";

    /// <summary>The seed of the experiment.</summary>
    public ulong Seed { get; private init; }

    /// <summary>The table that <see cref="Train"/>, <see cref="Validation"/> and <see cref="Calibration"/> are rows of.</summary>
    public FlowTable TrainingTable { get; private init; } = null!;

    /// <summary>The table that <see cref="TestNormals"/>, <see cref="DevelopmentAttacks"/> and <see cref="FinalAttacks"/> are rows of;
    /// the same as <see cref="TrainingTable"/> but where flows come in two files.</summary>
    public FlowTable TestTable { get; private init; } = null!;

    /// <summary>Normals to fit on, shuffled but in file order where the protocol is about that.</summary>
    public int[] Train { get; private init; } = [];

    /// <summary>Normals kept back from the training: for when to stop it, and for an ensemble's scales.</summary>
    public int[] Validation { get; private init; } = [];

    /// <summary>Normals kept back for thresholds, and for nothing else.</summary>
    public int[] Calibration { get; private init; } = [];

    /// <summary>Normals to judge by, ascending.</summary>
    public int[] TestNormals { get; private init; } = [];

    /// <summary>Attacks that may be looked at while developing, ascending.</summary>
    public int[] DevelopmentAttacks { get; private init; } = [];

    /// <summary>Attacks for the published numbers, ascending.</summary>
    public int[] FinalAttacks { get; private init; } = [];

    /// <summary>The normals that may be fitted or calibrated on, and nothing else: what to hand to code that chooses
    /// hyperparameters.</summary>
    public NormalFlows TuningNormals() => NormalFlows.Take(TrainingTable, [.. Train, .. Validation, .. Calibration]);

    /// <summary>The normals that no protocol judges by, in file order: what to choose detectors on.</summary>
    /// <param name="flows">The table that protocols split.</param>
    /// <exception cref="AnomalyException">There are none.</exception>
    public static NormalFlows SelectionNormals(FlowTable flows)
    {
        bool[] isForSelection = NormalBlocks.Of(flows).ForSelection(flows);
        return NormalFlows.Take(flows, [.. Enumerable.Range(0, flows.Count).Where(row => isForSelection[row])]);
    }

    /// <summary>The attacks of a half.</summary>
    internal int[] Attacks(AttackHalf half) => half == AttackHalf.Final ? FinalAttacks : DevelopmentAttacks;

    /// <summary>The same split with fewer flows, for experiments that must not take long: a random choice of every part, in the part's
    /// order. What was held out stays held out, and no attack changes its half.</summary>
    /// <param name="share">The share of each part to keep, above 0; 1 keeps all.</param>
    /// <param name="atLeast">Flows that a part keeps even where the share is fewer, or all it has: a threshold for one false alarm in a
    /// hundred, say, cannot be set on fewer than 99 calibration flows.</param>
    /// <exception cref="AnomalyException">The share is not above 0 and at most 1, or a part would be left empty.</exception>
    public FlowSplit Thin(double share, int atLeast = 0)
    {
        if (!(share > 0 && share <= 1))
            throw new AnomalyException($"The share of flows to keep is {share.Shown()}; it must be above 0 and at most 1.");
        if (share == 1) return this;
        int[] Keep(int[] rows, ulong part)
        {
            int kept = Math.Max((int)Math.Round(rows.Length * share, MidpointRounding.AwayFromZero), Math.Min(atLeast, rows.Length));
            if (kept < 1) throw new AnomalyException($"A share of {share.Shown()} leaves none of the {rows.Length} flows in one part of "
                + "the split. Keep more.");
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
            Validation = Keep(Validation, 5),
        };
    }

    /// <summary>Judges by a random share of the normals; of the others, keeps a random share each to validate and to calibrate
    /// on.</summary>
    /// <param name="flows">Normals and attacks.</param>
    /// <param name="seed">Fixes the choice.</param>
    /// <param name="holdout">Share of the normals to judge by, taken of the last stretch and of those before it alike.</param>
    /// <param name="calibration">Share of the other normals to calibrate on, and the same once more to validate on.</param>
    /// <exception cref="AnomalyException">A share is not between 0 and 1, or too few normals to fill each part.</exception>
    public static FlowSplit RandomHoldout(FlowTable flows, ulong seed, double holdout = 0.3, double calibration = 0.1)
    {
        NormalBlocks blocks = NormalBlocks.Of(flows);
        bool[] isForSelection = blocks.ForSelection(flows);
        SeededRandom random = SeededRandom.Fork(seed, stream: 0);
        int[] judged = [.. Draw(blocks.Earlier), .. Draw(blocks.Last)];
        var isJudged = judged.ToHashSet();
        int[] others = [.. flows.NormalRows().Where(row => !isJudged.Contains(row))];
        random.Shuffle<int>(others);
        return Of("random-holdout", flows, flows, seed, others, judged, calibration);

        int[] Draw(int[] stretch)
        {
            int[] pool = [.. stretch.Where(row => !isForSelection[row])];
            random.Shuffle<int>(pool);
            int count = Part(stretch.Length, holdout, nameof(holdout));
            return count <= pool.Length ? pool[..count] : throw new AnomalyException(
                $"The share 'holdout' is {holdout.Shown()}: {count} normals to judge by, and {pool.Length} that are not kept for "
                    + "choosing detectors.");
        }
    }

    /// <summary>Judges by the last stretch of normals, fits on those before it, in the order of the file. A file sorted by label shows its
    /// stretches itself; otherwise the last 30 % of the normals are the last stretch. <see cref="Remark"/> says which. What is asked is
    /// whether a detector travels to another stretch of traffic; whether that is a later time depends on the file.</summary>
    /// <inheritdoc cref="RandomHoldout"/>
    public static FlowSplit Block(FlowTable flows, ulong seed, double calibration = 0.1)
    {
        NormalBlocks blocks = NormalBlocks.Of(flows);
        int[] earlier = [.. blocks.Earlier];
        SeededRandom.Fork(seed, stream: 0).Shuffle<int>(earlier);
        FlowSplit split = Of("block", flows, flows, seed, earlier, blocks.Last, calibration);
        return split with
        {
            Train = [.. split.Train.Order()],
            Validation = [.. split.Validation.Order()],
            Calibration = [.. split.Calibration.Order()],
            Remark = blocks.Remark,
        };
    }

    /// <summary>As <see cref="RandomHoldout"/>, but judged by distinct flows: none whose features all equal those of a flow that the
    /// detector has met, and of several that are equal only the first. The same for the normals alone, or the attacks alone, says which of
    /// the two makes the difference.</summary>
    /// <param name="flows">Normals and attacks.</param>
    /// <param name="seed">Fixes the choice.</param>
    /// <param name="normals">Whether the normals judged by are distinct.</param>
    /// <param name="attacks">Whether the attacks are.</param>
    /// <exception cref="AnomalyException">As for <see cref="RandomHoldout"/>.</exception>
    public static FlowSplit DistinctVectors(FlowTable flows, ulong seed, bool normals = true, bool attacks = true)
    {
        FlowSplit split = RandomHoldout(flows, seed);
        int[] groups = NormalBlocks.EqualRows(flows);
        var seen = new HashSet<int>(split.Train.Concat(split.Validation).Concat(split.Calibration).Select(row => groups[row]));
        int[] FirstOnly(int[] rows, bool wanted) => wanted ? [.. rows.Where(row => seen.Add(groups[row]))] : rows;
        return split with
        {
            Protocol = normals && attacks ? "distinct" : normals ? "distinct-normals" : "distinct-attacks",
            TestNormals = FirstOnly(split.TestNormals, normals),
            DevelopmentAttacks = FirstOnly(split.DevelopmentAttacks, attacks),
            FinalAttacks = FirstOnly(split.FinalAttacks, attacks),
        };
    }

    /// <summary>Flows that come in two files: fits on the normals of one, judges by the other.</summary>
    /// <param name="training">The file to fit on.</param>
    /// <param name="test">The file to judge by.</param>
    /// <param name="seed">Fixes which normals are validated and calibrated on.</param>
    /// <param name="calibration">As for <see cref="RandomHoldout"/>.</param>
    /// <exception cref="AnomalyException">As for <see cref="RandomHoldout"/>.</exception>
    public static FlowSplit TwoFiles(FlowTable training, FlowTable test, ulong seed, double calibration = 0.1)
    {
        int[] normals = Require.Given(training).NormalRows();
        SeededRandom.Fork(seed, stream: 0).Shuffle<int>(normals);
        int[] judged = Require.Given(test).NormalRows();
        return judged.Length == 0 ? throw TooFew(0) : Of("train-test", training, test, seed, normals, judged, calibration);
    }

    /// <summary>The same under another name.</summary>
    internal FlowSplit Named(string protocol) => this with { Protocol = protocol };

    // Of the normals in the given order the last are calibrated on, those before them validated on.
    private static FlowSplit Of(string protocol, FlowTable training, FlowTable test, ulong seed, int[] fitted, int[] judged,
        double calibration)
    {
        int part = Part(fitted.Length, calibration, nameof(calibration));
        if (2 * part >= fitted.Length) throw TooFew(fitted.Length);
        (int[] development, int[] final) = HalveAttacks(test);
        return new FlowSplit
        {
            Protocol = protocol,
            Seed = seed,
            TrainingTable = training,
            TestTable = test,
            Train = fitted[..^(2 * part)],
            Validation = fitted[^(2 * part)..^part],
            Calibration = fitted[^part..],
            TestNormals = [.. judged.Order()],
            DevelopmentAttacks = development,
            FinalAttacks = final,
        };
    }

    // Groups of equal flows stay together. Category by category (that of a group's first flow), the largest groups first, each goes to the
    // half that has fewer flows of the category so far.
    private static (int[] Development, int[] Final) HalveAttacks(FlowTable flows)
    {
        int[] equal = NormalBlocks.EqualRows(flows);
        int[][] groups = [.. flows.AttackRows().GroupBy(row => equal[row]).Select(group => group.ToArray())];
        var development = new List<int>();
        var final = new List<int>();
        ulong stream = 0;
        foreach (IGrouping<string, int[]> category in groups.GroupBy(group => flows.AttackCategory[group[0]]).OrderBy(category =>
            category.Key, StringComparer.Ordinal))
        {
            int[][] own = [.. category];
            SeededRandom.Fork(AttackSeed, stream++).Shuffle<int[]>(own);
            int toDevelopment = 0, toFinal = 0;
            foreach (int[] group in own.OrderByDescending(group => group.Length))
            {
                bool goesToFinal = toFinal <= toDevelopment;
                (goesToFinal ? final : development).AddRange(group);
                if (goesToFinal) toFinal += group.Length;
                else toDevelopment += group.Length;
            }
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
        $"{count} normal flows are too few to split into parts to fit, to validate, to calibrate and to judge by. Load more flows.");
}
