using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// The settings of one preprocessing step, immutable; what it learns is kept apart, inside a <see cref="FittedFeaturePipeline"/>.
/// A step learns only from the rows it is fitted on.
/// </summary>
/// <remarks>A new step is one file (a record deriving from this class, and its fitted state) and one line in the list of readers
/// below.</remarks>
public abstract record FeatureStep
{
    /// <summary>How each kind of step is read back from a saved pipeline.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<JsonElement, IReadOnlyList<FeatureColumn>, FittedStep>> Readers =
        new Dictionary<string, Func<JsonElement, IReadOnlyList<FeatureColumn>, FittedStep>>(StringComparer.Ordinal)
        {
            [LabelEncodeStep.Name] = LabelEncodeStep.Read,
            [Log1pStep.Name] = Log1pStep.Read,
            [MinMaxStep.Name] = MinMaxStep.Read,
            [OneHotStep.Name] = OneHotStep.Read,
            [PresentStep.Name] = PresentStep.Read,
            [QuantileStep.Name] = QuantileStep.Read,
            [StandardStep.Name] = StandardStep.Read,
            [SurpriseStep.Name] = SurpriseStep.Read,
        };

    /// <summary>log(1 + scale * value), for heavy-tailed counts and durations; negative values become -log(1 - scale * value).</summary>
    /// <param name="scale">Brings the smallest values that occur to about 1: 1e6 for seconds measured to the microsecond.</param>
    public static FeatureStep Log(double scale = 1) => new Log1pStep { Scale = scale, Signed = true };

    /// <summary>Less the training mean, over the training standard deviation, as scikit-learn's StandardScaler.</summary>
    /// <param name="clip">Deviations at which values are cut off on both sides; null leaves them.</param>
    public static FeatureStep Standardise(double? clip = null) => new StandardStep { Clip = clip };

    /// <summary>The training range to [0, 1], as scikit-learn's MinMaxScaler.</summary>
    public static FeatureStep MinMax() => new MinMaxStep();

    /// <summary>Each value to its quantile among the training rows, as scikit-learn's QuantileTransformer.</summary>
    /// <param name="quantiles">Number of quantiles learnt.</param>
    /// <param name="normal">Whether a standard normal distribution comes out, or a uniform one on [0, 1].</param>
    public static FeatureStep Quantile(int quantiles = 1000, bool normal = true) =>
        new QuantileStep { Quantiles = quantiles, Output = normal ? QuantileOutput.Normal : QuantileOutput.Uniform };

    /// <summary>Each value to its place among the sorted training values, -1 for others, as scikit-learn's OrdinalEncoder.</summary>
    public static FeatureStep LabelEncode() => new LabelEncodeStep();

    /// <summary>A 0/1 column for each value of a text or a discrete number, one for rare values and one for values never seen.</summary>
    /// <param name="minimumCount">Values seen fewer times in training are rare.</param>
    public static FeatureStep OneHot(int minimumCount = 10) => new OneHotStep { MinimumCount = minimumCount };

    /// <summary>1 where the value is above 0, else 0: for numbers whose size means nothing.</summary>
    public static FeatureStep Present() => new PresentStep();

    /// <summary>The step's name in saved pipelines, such as <c>log1p</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether each column is treated by itself, so that a recipe over many columns may be fitted a few columns at a
    /// time.</summary>
    internal virtual bool IsColumnwise => true;

    /// <summary>Learns from <paramref name="input"/>: at least one row, finite values.</summary>
    internal abstract FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns);

    /// <summary>The step's settings when columns are taken out of the recipe.</summary>
    internal virtual FeatureStep Without(IReadOnlySet<string> columns) => this;

    internal static FittedStep ReadFitted(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        string kind = json.Text("step");
        return Readers.TryGetValue(kind, out var read)
            ? read(json, columns)
            : throw PipelineJson.Malformed($"it has a step '{kind}'; known are {string.Join(", ", Readers.Keys)}");
    }

    private protected void NeedNumbers(IReadOnlyList<FeatureColumn> columns)
    {
        FeatureColumn? text = columns.FirstOrDefault(column => column.Vocabulary is not null);
        if (text is not null)
            throw new AnomalyException(
                $"The step '{Kind}' takes numbers, but '{text.Name}' is a text column: label-encode or one-hot encode it first.");
    }
}

/// <summary>What a step has learnt: immutable, safe to use from several threads.</summary>
internal abstract class FittedStep(FeatureStep settings, IReadOnlyList<FeatureColumn> outputs)
{
    public FeatureStep Settings { get; } = settings;

    public IReadOnlyList<FeatureColumn> Outputs { get; } = outputs;

    /// <summary>Whether the rows it was fitted on are transformed in another way than others (leave-one-out).</summary>
    public virtual bool LeavesOneOut => false;

    /// <summary>Transforms a block of rows; <paramref name="output"/> holds as many rows, with any values.</summary>
    public abstract void Transform(ColumnBlock input, ColumnBlock output);

    /// <summary>Transforms the rows that the step was fitted on.</summary>
    public virtual void TransformTraining(ColumnBlock input, ColumnBlock output) => Transform(input, output);

    /// <summary>As the last step of a recipe: transforms a block of rows and writes the features, rounded to single precision.</summary>
    /// <param name="input">The block.</param>
    /// <param name="output">Room for as many rows.</param>
    /// <param name="target">Row-major: the first feature of row r goes to r * <paramref name="stride"/>; may hold anything.</param>
    /// <param name="stride">Number of features in a row of the whole matrix.</param>
    /// <param name="firstRow">Row number of the block's first row, for messages.</param>
    public virtual void Write(ColumnBlock input, ColumnBlock output, Span<float> target, int stride, int firstRow)
    {
        Transform(input, output);
        output.WriteRows(Outputs, target, stride, firstRow);
    }

    /// <summary>Writes settings and state as properties of the object that is open.</summary>
    public abstract void WriteJson(Utf8JsonWriter json);
}
