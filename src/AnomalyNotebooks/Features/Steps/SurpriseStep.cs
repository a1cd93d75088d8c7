using System.Buffers;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// How surprising each value is among the training rows, in nats: -log of how often it occurs. Takes all columns of its recipe together
/// and gives, in this order, the surprise of each column's value, <c>surprise(sbytes)</c>; of each value given the
/// <see cref="Context"/> that it occurs in, <c>surprise(sbytes | context)</c>, for the columns outside the context; of the context
/// itself; and of each of the <see cref="Tuples"/>, <c>surprise(spkts, dpkts)</c>.
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
    private const int StretchRows = 256;

    private readonly SurpriseStep step;
    private readonly Layout plan;
    private readonly int trainingRows;
    private readonly CountTable[] countsOf; // by output

    private FittedSurprise(SurpriseStep settings, Layout layout, int rows, CountTable[] tables)
        : base(settings, layout.Outputs)
    {
        step = settings;
        plan = layout;
        trainingRows = rows;
        countsOf = tables;
    }

    public override bool LeavesOneOut => true;

    public static FittedSurprise Fit(SurpriseStep settings, ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (!(settings.Smoothing > 0 && double.IsFinite(settings.Smoothing)))
            throw new AnomalyException($"SurpriseStep.Smoothing is {settings.Smoothing.Shown()}; it must be above 0.");
        var layout = new Layout(settings, columns);
        var contexts = new ulong[input.Rows];
        layout.Contexts(input, 0, contexts);
        var tables = new CountTable[layout.Outputs.Count];
        ParallelWork.For(tables.Length, output =>
        {
            var table = tables[output] = new CountTable();
            Span<ulong> keys = stackalloc ulong[StretchRows];
            for (int first = 0; first < input.Rows; first += StretchRows)
            {
                Span<ulong> stretch = keys[..Math.Min(StretchRows, input.Rows - first)];
                layout.Keys(input, first, output, contexts.AsSpan(first, stretch.Length), stretch);
                foreach (ulong key in stretch) table.Add(key);
            }
        });
        return new FittedSurprise(settings, layout, input.Rows, tables);
    }

    public static FittedSurprise Read(SurpriseStep settings, JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        var layout = new Layout(settings, columns);
        CountTable[] tables = [.. json.Texts("counts").Select(text => CountTable.FromBytes(Bytes(text)))];
        return tables.Length == layout.Outputs.Count
            ? new FittedSurprise(settings, layout, json.Whole("rows"), tables)
            : throw PipelineJson.Malformed($"'counts' has {tables.Length} tables, not {layout.Outputs.Count}");

        static byte[] Bytes(string text)
        {
            var bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length]
                : throw PipelineJson.Malformed("'counts' is not base64");
        }
    }

    public override void WriteJson(Utf8JsonWriter json)
    {
        step.WriteSettings(json);
        json.WriteNumber("rows", trainingRows);
        json.WriteStartArray("counts");
        foreach (CountTable table in countsOf) json.WriteBase64StringValue(table.ToBytes());
        json.WriteEndArray();
    }

    public override void Transform(ColumnBlock input, ColumnBlock output)
    {
        for (int first = 0; first < input.Rows; first += StretchRows) Stretch(input, output, first, leftOut: 0);
    }

    public override void TransformTraining(ColumnBlock input, ColumnBlock output) =>
        ParallelWork.For((input.Rows + StretchRows - 1) / StretchRows, stretch =>
            Stretch(input, output, stretch * StretchRows, leftOut: 1));

    // The surprises of up to 256 rows. leftOut is 1 where the rows are among those counted.
    private void Stretch(ColumnBlock input, ColumnBlock output, int first, int leftOut)
    {
        int rows = Math.Min(StretchRows, input.Rows - first), marginals = plan.Columns;
        double total = trainingRows - leftOut + 1;
        Span<ulong> keys = (stackalloc ulong[StretchRows])[..rows], contexts = (stackalloc ulong[StretchRows])[..rows];
        Span<int> contextCounts = (stackalloc int[StretchRows])[..rows];
        double[] frequencies = ArrayPool<double>.Shared.Rent(marginals * StretchRows); // columns x rows: p of each value
        plan.Contexts(input, first, contexts);
        if (plan.ContextOutput >= 0)
            for (int r = 0; r < rows; r++) contextCounts[r] = countsOf[plan.ContextOutput][contexts[r]] - leftOut;

        for (int o = 0; o < countsOf.Length; o++)
        {
            CountTable table = countsOf[o];
            plan.Keys(input, first, o, contexts, keys);
            Span<double> to = output.Columns[o].AsSpan(first, rows);
            Span<double> frequency = frequencies.AsSpan(plan.ColumnOf(o) * StretchRows, rows);
            if (plan.IsConditional(o))
            {
                for (int r = 0; r < rows; r++)
                    to[r] = (table[keys[r]] - leftOut + (step.Smoothing * frequency[r])) / (contextCounts[r] + step.Smoothing);
            }
            else
            {
                for (int r = 0; r < rows; r++) to[r] = (table[keys[r]] - leftOut + 1) / total;
                if (o < marginals) to.CopyTo(frequency);
            }

            for (int r = 0; r < rows; r++) to[r] = -PortableMath.Log(to[r]);
        }

        ArrayPool<double>.Shared.Return(frequencies);
    }

    /// <summary>Which output is made of which columns, and the keys that are counted for it.</summary>
    private sealed class Layout
    {
        private readonly int[] context; // columns
        private readonly int[][] tuples; // columns of each
        private readonly int[] conditional; // columns outside the context
        private readonly double[] scales; // by column; 0 where values are counted exactly
        private readonly double resolution;

        public Layout(SurpriseStep settings, IReadOnlyList<FeatureColumn> columns)
        {
            Columns = columns.Count;
            resolution = settings.Resolution;
            int Place(string name)
            {
                for (int c = 0; c < columns.Count; c++)
                    if (columns[c].Name == name) return c;
                throw new AnomalyException($"SurpriseStep names the column '{name}', which its recipe does not read. Add it to the "
                    + $"recipe's columns.");
            }

            context = [.. settings.Context.Select(Place)];
            tuples = [.. settings.Tuples.Select(tuple => tuple.Select(Place).ToArray())];
            conditional = context.Length == 0 ? [] : [.. Enumerable.Range(0, Columns).Except(context)];
            scales = new double[Columns];
            foreach ((string name, double scale) in settings.Continuous) scales[Place(name)] = scale;

            FeatureColumn Output(string inside, params IEnumerable<int> from) =>
                new($"surprise({inside})", [.. from.Select(c => columns[c].Name)]);
            Outputs =
            [
                .. columns.Select((column, c) => Output(column.Name, c)),
                .. conditional.Select(c => Output($"{columns[c].Name} | context", [c, .. context])),
                .. context.Length > 0 ? [Output("context", context)] : Array.Empty<FeatureColumn>(),
                .. tuples.Select(tuple => Output(string.Join(", ", tuple.Select(c => columns[c].Name)), tuple)),
            ];
            ContextOutput = context.Length > 0 ? Columns + conditional.Length : -1;
        }

        public IReadOnlyList<FeatureColumn> Outputs { get; }

        public int Columns { get; }

        public int ContextOutput { get; }

        public bool IsConditional(int output) => output >= Columns && output < Columns + conditional.Length;

        // The column that an output is about; of contexts and tuples, which are about several, none is asked for.
        public int ColumnOf(int output) => output < Columns ? output : IsConditional(output) ? conditional[output - Columns] : 0;

        public void Contexts(ColumnBlock input, int first, Span<ulong> contexts)
        {
            contexts.Clear();
            foreach (int column in context) Append(input, first, column, contexts);
        }

        public void Keys(ColumnBlock input, int first, int output, ReadOnlySpan<ulong> contexts, Span<ulong> keys)
        {
            if (output < Columns || IsConditional(output))
            {
                if (output < Columns) keys.Clear();
                else contexts.CopyTo(keys);
                Append(input, first, ColumnOf(output), keys);
            }
            else if (output == ContextOutput)
            {
                contexts.CopyTo(keys);
            }
            else
            {
                keys.Clear();
                foreach (int column in tuples[^(Outputs.Count - output)]) Append(input, first, column, keys);
            }
        }

        // Each key goes on with the row's value in the column.
        private void Append(ColumnBlock input, int first, int column, Span<ulong> keys)
        {
            ReadOnlySpan<double> values = input.Columns[column].AsSpan(first, keys.Length);
            double scale = scales[column];
            for (int r = 0; r < keys.Length; r++)
            {
                double value = scale == 0 ? values[r] : Math.Floor((PortableMath.Log1p(Math.Max(0, scale * values[r])) * resolution) + 0.5);
                keys[r] = HashMix.Combine(keys[r], HashMix.Of(value));
            }
        }
    }
}
