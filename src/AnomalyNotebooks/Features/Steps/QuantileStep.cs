using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// Maps each value to its quantile among the training rows, as scikit-learn's QuantileTransformer (without its subsampling): between
/// <see cref="Quantiles"/> evenly spaced quantiles by linear interpolation, values that occur often to the middle of their stretch,
/// values outside the training range to its ends. The feature is renamed, <c>dur</c> to <c>quantile(dur)</c>.
/// </summary>
public sealed record QuantileStep : FeatureStep
{
    internal const string Name = "quantile";

    /// <summary>Number of quantiles learnt; never more than there are training rows.</summary>
    public int Quantiles { get; init; } = 1000;

    /// <summary>The distribution that comes out.</summary>
    public QuantileOutput Output { get; init; } = QuantileOutput.Normal;

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (Quantiles < 1) throw new AnomalyException($"QuantileStep.Quantiles is {Quantiles}; it must be at least 1.");
        var tables = new double[columns.Count][];
        for (int c = 0; c < tables.Length; c++)
        {
            if (columns[c].Vocabulary is not null) throw NeedsNumbers(columns[c]);
            double[] sorted = RadixSort.Ascending(input[c]);
            tables[c] = Table(sorted, Math.Min(Quantiles, sorted.Length));
        }

        return new Fitted(this, columns, tables);
    }

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        double[][] tables = json.ListOfNumbers("table", columns.Count);
        foreach (double[] table in tables)
            if (table.Length == 0 || !table.Zip(table.Skip(1)).All(pair => pair.First <= pair.Second))
                throw PipelineJson.Malformed("a table of quantiles is empty or does not ascend");
        return new Fitted(new QuantileStep { Quantiles = json.Whole("quantiles"), Output = json.Choice<QuantileOutput>("output") }, columns, tables);
    }

    // Quantile i of the sorted values lies at i / (count - 1) of the way, between neighbours by linear interpolation (NumPy's percentile).
    private static double[] Table(double[] sorted, int count)
    {
        var table = new double[count];
        for (int i = 0; i < count; i++)
        {
            double place = count == 1 ? 0 : (double)i / (count - 1) * (sorted.Length - 1);
            int below = (int)place;
            int above = Math.Min(below + 1, sorted.Length - 1);
            double share = place - below, step = sorted[above] - sorted[below];
            double value = share < 0.5 ? sorted[below] + (step * share) : sorted[above] - (step * (1 - share));
            table[i] = i == 0 ? value : Math.Max(value, table[i - 1]); // rounding must not turn the order
        }

        return table;
    }

    private sealed class Fitted(QuantileStep settings, IReadOnlyList<FeatureColumn> columns, double[][] tables)
        : FittedFeatureStep(settings, [.. columns.Select(column => column.Renamed($"quantile({column.Name})"))])
    {
        // scikit-learn's: within this of 0 and 1 the normal quantile is cut off.
        private const double Bound = 1e-7;
        private static readonly double Limit = -PortableMath.InverseNormalCdf(Bound);

        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            bool normal = settings.Output == QuantileOutput.Normal;
            double margin = normal ? Bound : 0;
            for (int c = 0; c < tables.Length; c++)
            {
                double[] table = tables[c];
                double low = table[0] + margin, high = table[^1] - margin;
                Span<double> from = input[c], to = output[c];
                for (int r = 0; r < to.Length; r++)
                {
                    double value = from[r];
                    double share = value <= low ? 0 : value >= high ? 1 : Share(table, value);
                    to[r] = normal ? Math.Clamp(PortableMath.InverseNormalCdf(share), -Limit, Limit) : share;
                }
            }
        }

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteNumber("quantiles", settings.Quantiles);
            json.WriteString("output", settings.Output.ToString());
            json.WriteListOfNumbers("table", tables);
        }

        // The share of training rows below a value inside the table's range; for a value that fills a stretch of the table, its middle.
        private static double Share(double[] table, double value)
        {
            double last = table.Length - 1;
            int from = FirstNotBelow(table, value); // table[from - 1] < value <= table[from]
            if (table[from] == value)
            {
                int to = from;
                while (to < last && table[to + 1] == value) to++;
                return 0.5 * ((from / last) + (to / last));
            }

            double below = table[from - 1];
            return ((from - 1) + ((value - below) / (table[from] - below))) / last;
        }

        private static int FirstNotBelow(double[] table, double value)
        {
            int first = 0, count = table.Length;
            while (count > 0)
            {
                int half = count / 2;
                if (table[first + half] < value)
                {
                    first += half + 1;
                    count -= half + 1;
                }
                else
                {
                    count = half;
                }
            }

            return first;
        }
    }
}
