using System.Text.Json;

namespace AnomalyNotebooks.Cli.Onnx;

/// <summary>
/// A fitted pipeline as a part of a graph, read from what it is saved as. Numbers are treated in double precision, as the library does;
/// a value that the library would refuse is not refused here.
/// </summary>
internal sealed class OnnxPipeline(OnnxGraph graph)
{
    private const string HowToGo = "Export an autoencoder on the features 'reference' or 'robust'.";

    private readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);
    private readonly List<string> indicators = [];

    /// <summary>Adds the pipeline.</summary>
    /// <returns>Its features, flows by their number, in single precision.</returns>
    /// <exception cref="AnomalyException">A step cannot be expressed.</exception>
    public string Add(FittedFeaturePipeline pipeline)
    {
        if (pipeline.LeaksLabels) throw new AnomalyException("The features read labels, which nobody has of a flow to be scored.");
        using JsonDocument document = JsonDocument.Parse(pipeline.ToJson());
        string[] features = [.. document.RootElement.Property("content").List("recipes").SelectMany(Recipe)];
        return graph.As(OnnxType.Single, graph.Beside([.. features, .. indicators]));
    }

    private IReadOnlyList<string> Recipe(JsonElement recipe)
    {
        IReadOnlyList<string> columns = [.. recipe.List("columns").Select(Source)];
        foreach (JsonElement step in recipe.List("steps")) columns = Step(step, columns);
        return columns;
    }

    // A column as numbers: texts as their places in the list of those that were fitted on, -1 for others.
    private string Source(JsonElement column)
    {
        string name = column.Text("name");
        bool isText = column.TryGetProperty("texts", out _);
        if (!sources.TryGetValue(name, out string? input))
            input = sources[name] = graph.Input(name, isText ? OnnxType.Text : OnnxType.Double);
        if (isText)
        {
            string[] texts = column.Texts("texts");
            return Place(graph.Node("Equal", input, graph.Texts(texts)), texts.Length);
        }

        if (column.OptionalNumber("fill") is not { } fill) return input;
        string isMissing = graph.Node("IsNaN", input);
        if (!column.Flag("neverMissing")) indicators.Add(graph.As(OnnxType.Double, isMissing));
        return graph.Node("Where", isMissing, graph.Numbers(fill), input);
    }

    private IReadOnlyList<string> Step(JsonElement step, IReadOnlyList<string> columns) => step.Text("step") switch
    {
        LabelEncodeStep.Name => Each(columns, step.ListOfNumbers("values", columns.Count), (column, values) =>
            Place(graph.Node("Equal", column, graph.Numbers(values)), values.Length)),
        Log1pStep.Name => [.. columns.Select(column => Logarithm(column, step.Number("scale"), step.Flag("signed")))],
        MinMaxStep.Name => MinMax(columns, step.Numbers("minimum", columns.Count), step.Numbers("maximum", columns.Count)),
        StandardStep.Name => Standard(columns, step.Numbers("mean", columns.Count), step.Numbers("scale", columns.Count),
            step.OptionalNumber("clip")),
        PresentStep.Name => [.. columns.Select(column => graph.As(OnnxType.Double, graph.Node("Greater", column, graph.Numbers(0))))],
        OneHotStep.Name => OneHot(step, columns),
        var other => throw new AnomalyException($"The preprocessing has the step '{other}', which standard operators cannot express "
            + $"without its tables of counts. {HowToGo}"),
    };

    private string Logarithm(string column, double scale, bool isSigned)
    {
        string size = graph.Node("Mul", isSigned ? graph.Node("Abs", column) : column, graph.Numbers(scale));
        string logarithm = graph.Node("Log", graph.Node("Add", size, graph.Numbers(1)));
        return isSigned ? graph.Node("Mul", logarithm, graph.Node("Sign", column)) : logarithm;
    }

    private IReadOnlyList<string> MinMax(IReadOnlyList<string> columns, double[] minima, double[] maxima) =>
        [.. columns.Select((column, c) => Scaled(column, minima[c], maxima[c] == minima[c] ? 1 : maxima[c] - minima[c]))];

    private IReadOnlyList<string> Standard(IReadOnlyList<string> columns, double[] means, double[] scales, double? clip) =>
    [
        .. columns.Select((column, c) => Scaled(column, means[c], scales[c]) is var scaled && clip is { } limit
            ? graph.Node("Min", graph.Node("Max", scaled, graph.Numbers(-limit)), graph.Numbers(limit))
            : scaled),
    ];

    private string Scaled(string column, double shift, double scale) =>
        graph.Node("Div", graph.Node("Sub", column, graph.Numbers(shift)), graph.Numbers(scale));

    // Of each column a block: common values, rare ones together, unknown ones.
    private IReadOnlyList<string> OneHot(JsonElement step, IReadOnlyList<string> columns)
    {
        double[][] common = step.ListOfNumbers("common", columns.Count), rare = step.ListOfNumbers("rare", columns.Count);
        UnknownValues unknown = step.Choice<UnknownValues>("unknown");
        return [.. columns.SelectMany((column, c) => Blocks(column, common[c], rare[c]))];

        IEnumerable<string> Blocks(string column, double[] ofOwn, double[] together)
        {
            string isCommon = ofOwn.Length > 0 ? Is(column, ofOwn) : "", isRare = together.Length > 0 ? Any(Is(column, together)) : "";
            if (isCommon.Length > 0) yield return isCommon;
            string known = isCommon.Length == 0 ? isRare : isRare.Length == 0 ? Any(isCommon) : graph.Node("Add", Any(isCommon), isRare);
            string isUnknown = known.Length == 0 ? graph.Node("Add", graph.Node("Sub", column, column), graph.Numbers(1))
                : graph.Node("Sub", graph.Numbers(1), known);
            if (isRare.Length > 0) yield return unknown == UnknownValues.RareColumn ? graph.Node("Add", isRare, isUnknown) : isRare;
            if (unknown == UnknownValues.OwnColumn) yield return isUnknown;
        }
    }

    private string Is(string column, double[] values) => graph.As(OnnxType.Double, graph.Node("Equal", column, graph.Numbers(values)));

    private string Any(string flags) => graph.Node("ReduceSum", [flags, graph.Wholes(1)], ("keepdims", 1));

    // The place of the one flag that is set; -1 where none is.
    private string Place(string flags, int count)
    {
        double[] places = [.. Enumerable.Range(1, count).Select(i => (double)i)];
        string set = graph.Node("Mul", graph.As(OnnxType.Double, flags), graph.Numbers(places));
        return graph.Node("Sub", Any(set), graph.Numbers(1));
    }

    private static IReadOnlyList<string> Each(IReadOnlyList<string> columns, double[][] settings, Func<string, double[], string> step) =>
        [.. columns.Select((column, c) => step(column, settings[c]))];
}
