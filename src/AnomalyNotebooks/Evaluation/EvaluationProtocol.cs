namespace AnomalyNotebooks;

/// <summary>A named way of splitting flows into those a detector is fitted on and those it is judged by
/// (<see cref="FlowSplit"/>).</summary>
public sealed class EvaluationProtocol
{
    private readonly Func<FlowTable, ulong, FlowSplit>? split;

    private EvaluationProtocol(string name, string description, Func<FlowTable, ulong, FlowSplit>? split)
    {
        Name = name;
        Description = description;
        this.split = split;
    }

    /// <summary>Judged by a random 30 % of the normals.</summary>
    public static EvaluationProtocol RandomHoldout { get; } = new(
        "random-holdout", "fitted on a random 70 % of the normals, judged by the others and the attacks", (flows, seed) =>
            FlowSplit.RandomHoldout(flows, seed));

    /// <summary>Judged by the last stretch of normals in the file, fitted on those before it: a shift of traffic, not shown to be one of
    /// time.</summary>
    public static EvaluationProtocol Block { get; } = new(
        "block", "fitted on the normals before the last block of the file, judged by that block and the attacks", (flows, seed) =>
            FlowSplit.Block(flows, seed));

    /// <summary>As the random holdout, but every normal vector is judged once, and none that the detector has met.</summary>
    public static EvaluationProtocol DistinctNormals { get; } = new(
        "distinct-normals", "as random-holdout, but of the normals only distinct vectors that the detector has not met", (flows, seed) =>
            FlowSplit.DistinctVectors(flows, seed, attacks: false));

    /// <summary>As the random holdout, but every attack vector is judged once.</summary>
    public static EvaluationProtocol DistinctAttacks { get; } = new(
        "distinct-attacks", "as random-holdout, but of the attacks only distinct vectors", (flows, seed) =>
            FlowSplit.DistinctVectors(flows, seed, normals: false));

    /// <summary>Both.</summary>
    public static EvaluationProtocol Distinct { get; } = new(
        "distinct", "as random-holdout, but judged by distinct vectors that the detector has not met", (flows, seed) =>
            FlowSplit.DistinctVectors(flows, seed));

    /// <summary>The data set's own partition. Needs both files.</summary>
    public static EvaluationProtocol Official { get; } = new(
        "official", "fitted on the normals of the 175,341 flows, judged by the 82,332", split: null);

    /// <summary>Two files of any data set: fitted on the normals of the one, judged by the other.</summary>
    public static EvaluationProtocol TrainTest { get; } = new(
        "train-test", "fitted on the normals of the file given with --train, judged by the one given with --test", split: null);

    /// <summary>All protocols.</summary>
    public static IReadOnlyList<EvaluationProtocol> All { get; } =
        [RandomHoldout, Block, DistinctNormals, DistinctAttacks, Distinct, Official, TrainTest];

    /// <summary>The name on the command line and in tables.</summary>
    public string Name { get; }

    /// <summary>What it is, in one phrase.</summary>
    public string Description { get; }

    /// <summary>Whether it needs a second table, to fit on.</summary>
    public bool NeedsBothFiles => split is null;

    /// <summary>The protocol of that name.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    public static EvaluationProtocol Named(string name) => All.FirstOrDefault(protocol => protocol.Name == name)
        ?? throw new AnomalyException($"'{name}' is not a protocol. There are {string.Join(", ", All.Select(protocol => protocol.Name))}."
            + (name == "file-order" ? " What was called file-order is now 'block', which judges by a whole block of the file." : ""));

    /// <summary>Splits the flows.</summary>
    /// <param name="flows">The flows to judge by, and to fit on where there is no second table.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="training">The flows to fit on, for protocols of two files.</param>
    /// <exception cref="AnomalyException">A file is missing, or too few normals.</exception>
    public FlowSplit Split(FlowTable flows, ulong seed, FlowTable? training = null)
    {
        if (split is not null) return split(flows, seed);
        if (training is not null) return FlowSplit.TwoFiles(training, flows, seed).Named(Name);
        throw new AnomalyException(this == Official
            ? "The official protocol needs both files, of 82,332 and of 175,341 flows. " + FlowSource.HowToGetTheData
            : $"The protocol {Name} needs two files: one to fit on, and one to judge by.");
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
