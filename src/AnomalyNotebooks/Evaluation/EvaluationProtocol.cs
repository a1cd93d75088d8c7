namespace AnomalyNotebooks;

/// <summary>A named way of parting flows into those a detector is fitted on and those it is judged by (<see cref="FlowSplit"/>).</summary>
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
        "random-holdout", "fitted on a random 70 % of the normals, judged by the others and the attacks", (flows, seed) => FlowSplit.RandomHoldout(flows, seed));

    /// <summary>Judged by the last 30 % of the normals in the file.</summary>
    public static EvaluationProtocol FileOrder { get; } = new(
        "file-order", "fitted on the first 70 % of the normals in the file, judged by the last and the attacks", (flows, seed) => FlowSplit.FileOrder(flows, seed));

    /// <summary>As the random holdout, but every feature vector is judged once, and none that was fitted on.</summary>
    public static EvaluationProtocol Distinct { get; } = new(
        "distinct", "as random-holdout, but judged by distinct vectors, none of which was fitted on", (flows, seed) => FlowSplit.DistinctVectors(flows, seed));

    /// <summary>The data set's own partition. Needs both files.</summary>
    public static EvaluationProtocol Official { get; } = new(
        "official", "fitted on the normals of the 175,341 flows, judged by the 82,332", split: null);

    /// <summary>All protocols.</summary>
    public static IReadOnlyList<EvaluationProtocol> All { get; } = [RandomHoldout, FileOrder, Distinct, Official];

    /// <summary>The name on the command line and in tables.</summary>
    public string Name { get; }

    /// <summary>What it is, in one phrase.</summary>
    public string Description { get; }

    /// <summary>Whether it needs the file of 175,341 flows beside the other.</summary>
    public bool NeedsBothFiles => split is null;

    /// <summary>The protocol of that name.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    public static EvaluationProtocol Named(string name) => All.FirstOrDefault(protocol => protocol.Name == name)
        ?? throw new AnomalyException($"'{name}' is not a protocol. There are {string.Join(", ", All.Select(protocol => protocol.Name))}.");

    /// <summary>Parts the flows.</summary>
    /// <param name="flows">The flows to judge by, and but for <see cref="Official"/> to fit on.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="training">The file of 175,341 flows, for <see cref="Official"/>.</param>
    /// <exception cref="AnomalyException">A file is missing, or too few normals.</exception>
    public FlowSplit Split(FlowTable flows, ulong seed, FlowTable? training = null)
    {
        if (split is not null) return split(flows, seed);
        return training is not null
            ? FlowSplit.Official(training, flows, seed)
            : throw new AnomalyException("The official protocol needs both files, of 82,332 and of 175,341 flows. " + FlowSource.HowToGetTheData);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
