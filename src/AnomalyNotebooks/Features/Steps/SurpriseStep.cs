using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// How surprising each value is among the training rows, in nats: -log of how often it occurs. Takes all columns of its recipe together
/// and gives, in this order, the surprise of each column's value, <c>surprise(bytes)</c>; of each value given the
/// <see cref="Context"/> that it occurs in, <c>surprise(bytes | context)</c>, for the columns outside the context; of the context
/// itself; and of each of the <see cref="Tuples"/>, <c>surprise(sent, received)</c>.
/// </summary>
/// <remarks>
/// With n of N training rows having the value, p = (n + 1) / (N + 1); given a context that m rows have, k of them with the value,
/// (k + w p) / (m + w), smoothed towards p with the weight w of <see cref="Smoothing"/>. For the training rows themselves every count
/// leaves the row out (<see cref="FeaturePipeline.FitTransform"/>): counted in, no training row would be as surprising as a new one.
/// </remarks>
internal sealed record SurpriseStep : FeatureStep
{
    internal const string Name = "surprise";

    /// <summary>The columns that values are conditioned on; none leaves those features out.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>Columns whose values are counted together.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tuples { get; init; } = [];

    /// <summary>Continuous columns, whose exact values hardly repeat, each with a scale: counted is log(1 + scale * value) times
    /// <see cref="Resolution"/>, rounded. Values below 0 count as 0.</summary>
    public IReadOnlyDictionary<string, double> Continuous { get; init; } = new Dictionary<string, double>();

    /// <summary>Steps per factor of e into which continuous values are rounded.</summary>
    public double Resolution { get; init; } = 4;

    /// <summary>How many training rows the marginal frequency weighs against those that share the context.</summary>
    public double Smoothing { get; init; } = 2;

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override bool IsColumnwise => false;

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns) => FittedSurprise.Fit(this, input, columns);

    internal override FeatureStep Without(IReadOnlySet<string> columns) => this with
    {
        Context = [.. Context.Where(column => !columns.Contains(column))],
        Tuples = [.. Tuples.Where(tuple => !tuple.Any(columns.Contains))],
        Continuous = Continuous.Where(entry => !columns.Contains(entry.Key)).ToDictionary(),
    };

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        string[] continuous = json.Texts("continuous");
        double[] scales = json.Numbers("scales", continuous.Length);
        var settings = new SurpriseStep
        {
            Context = json.Texts("context"),
            Tuples = [.. json.List("tuples").Select(tuple => tuple.Texts("columns"))],
            Continuous = continuous.Zip(scales).ToDictionary(entry => entry.First, entry => entry.Second),
            Resolution = json.Number("resolution"),
            Smoothing = json.Number("smoothing"),
        };
        return FittedSurprise.Read(settings, json, columns);
    }

    /// <inheritdoc/>
    public bool Equals(SurpriseStep? other) => other is not null && Resolution.Equals(other.Resolution) && Smoothing.Equals(other.Smoothing)
        && Context.SequenceEqual(other.Context) && Tuples.Count == other.Tuples.Count
        && Tuples.Zip(other.Tuples).All(pair => pair.First.SequenceEqual(pair.Second))
        && Continuous.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .SequenceEqual(other.Continuous.OrderBy(entry => entry.Key, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Resolution, Smoothing, Context.Count, Tuples.Count, Continuous.Count);

    internal void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteTexts("context", Context);
        json.WriteStartArray("tuples");
        foreach (IReadOnlyList<string> tuple in Tuples)
        {
            json.WriteStartObject();
            json.WriteTexts("columns", tuple);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        string[] continuous = [.. Continuous.Keys.Order(StringComparer.Ordinal)];
        json.WriteTexts("continuous", continuous);
        json.WriteNumbers("scales", [.. continuous.Select(column => Continuous[column])]);
        json.WriteNumber("resolution", Resolution);
        json.WriteNumber("smoothing", Smoothing);
    }
}

/// <summary>The counts that <see cref="SurpriseStep"/> learns.</summary>
internal sealed class FittedSurprise : FittedStep
{
    private readonly SurpriseStep step;
    private readonly SurpriseTable table;

    private FittedSurprise(SurpriseStep settings, IReadOnlyList<FeatureColumn> outputs, SurpriseTable counts)
        : base(settings, outputs)
    {
        step = settings;
        table = counts;
    }

    public override bool LeavesOneOut => true;

    public static FittedSurprise Fit(SurpriseStep settings, ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (!(settings.Smoothing > 0 && double.IsFinite(settings.Smoothing)))
            throw new AnomalyException($"SurpriseStep.Smoothing is {settings.Smoothing.Shown()}; it must be above 0.");
        (SurprisePlan plan, IReadOnlyList<FeatureColumn> outputs) = Plan(settings, columns);
        return new FittedSurprise(settings, outputs, new SurpriseCounts(plan, input.Rows, Reader(input)).All());
    }

    public static FittedSurprise Read(SurpriseStep settings, JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        (SurprisePlan plan, IReadOnlyList<FeatureColumn> outputs) = Plan(settings, columns);
        string text = json.Text("tables");
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int length)) throw PipelineJson.Malformed("'tables' is not base64");
        try
        {
            return new FittedSurprise(settings, outputs, new SurpriseTable(plan, bytes[..length]));
        }
        catch (AnomalyException damaged)
        {
            throw PipelineJson.Malformed($"it {damaged.Message}", damaged);
        }
    }

    public override void WriteJson(Utf8JsonWriter json)
    {
        step.WriteSettings(json);
        json.WriteBase64String("tables", table.ToBytes());
    }

    public override void Transform(ColumnBlock input, ColumnBlock output) => table.Look(input.Rows, Reader(input), Writer(output));

    public override void TransformTraining(ColumnBlock input, ColumnBlock output) =>
        table.Look(input.Rows, Reader(input), Writer(output), leftOut: 1);

    private static SurpriseTable.ReadRow Reader(ColumnBlock input) => (row, values) =>
    {
        for (int c = 0; c < values.Length; c++) values[c] = input.Columns[c][row];
    };

    private static SurpriseTable.TakeRow Writer(ColumnBlock output) => (row, surprises) =>
    {
        for (int o = 0; o < surprises.Length; o++) output.Columns[o][row] = surprises[o];
    };

    // Which output is made of which columns.
    private static (SurprisePlan Plan, IReadOnlyList<FeatureColumn> Outputs) Plan(SurpriseStep settings,
        IReadOnlyList<FeatureColumn> columns)
    {
        string[] names = [.. columns.Select(column => column.Name)];
        int Place(string name) => Array.IndexOf(names, name) is >= 0 and var place
            ? place
            : throw new AnomalyException($"SurpriseStep names the column '{name}', which its recipe does not read. Add it to the recipe's "
                + $"columns.");
        var plan = new SurprisePlan(names)
        {
            Continuous = settings.Continuous, StepsPerLog = settings.Resolution, BackOffWeight = settings.Smoothing, Prior = 1,
        };
        int[] context = [.. settings.Context.Select(Place)];
        foreach (string name in settings.Continuous.Keys) Place(name);
        var outputs = new List<FeatureColumn>();
        for (int c = 0; c < names.Length; c++) Add(names[c], [c], [], -1);
        if (context.Length > 0)
        {
            foreach (int c in Enumerable.Range(0, names.Length).Except(context)) Add($"{names[c]} | context", [c], context, c);
            Add("context", context, [], -1);
        }

        foreach (IReadOnlyList<string> tuple in settings.Tuples) Add(string.Join(", ", tuple), [.. tuple.Select(Place)], [], -1);
        return (plan, outputs);

        void Add(string name, int[] target, int[] given, int wider)
        {
            outputs.Add(new FeatureColumn($"surprise({name})", [.. target.Concat(given).Select(c => names[c])]));
            plan.Add(name, target, given, wider);
        }
    }
}
