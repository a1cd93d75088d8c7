using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>The distribution that a quantile mapping gives the training rows.</summary>
internal enum QuantileOutput
{
    /// <summary>Uniform on [0, 1]: the share of training rows below the value.</summary>
    Uniform,

    /// <summary>Standard normal, cut off at ±5.2.</summary>
    Normal,
}

/// <summary>
/// Maps each value to its quantile among the training rows, as scikit-learn's QuantileTransformer (without its subsampling): between
/// <see cref="Quantiles"/> evenly spaced quantiles by linear interpolation, values that occur often to the middle of their stretch,
/// values outside the training range to its ends. The feature is renamed, <c>dur</c> to <c>quantile(dur)</c>.
/// </summary>
internal sealed record QuantileStep : FeatureStep
{
    internal const string Name = "quantile";

    /// <summary>Number of quantiles learnt; never more than there are training rows.</summary>
    public int Quantiles { get; init; } = 1000;

    /// <summary>The distribution that comes out.</summary>
    public QuantileOutput Output { get; init; } = QuantileOutput.Normal;

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (Quantiles < 1) throw new AnomalyException($"QuantileStep.Quantiles is {Quantiles}; it must be at least 1.");
        NeedNumbers(columns);
        var tables = new double[columns.Count][];
        for (int c = 0; c < tables.Length; c++)
        {
            double[] sorted = RadixSort.Ascending(input[c]);
            tables[c] = Table(sorted, Math.Min(Quantiles, sorted.Length));
        }

        return new Fitted(this, columns, tables);
    }

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns)
    {
        double[][] tables = json.ListOfNumbers("table", columns.Count);
        foreach (double[] table in tables)
            if (table.Length == 0 || !table.Zip(table.Skip(1)).All(pair => pair.First <= pair.Second))
                throw PipelineJson.Malformed("a table of quantiles is empty or does not ascend");
        return new Fitted(new QuantileStep { Quantiles = json.Whole("quantiles"), Output = json.Choice<QuantileOutput>("output") },
            columns, tables);
    }

    private static double[] Table(double[] sorted, int count)
    {
        var table = new double[count];
        for (int i = 0; i < count; i++)
        {
            // In whole numbers, so that a quantile that falls on a row is that row's value exactly.
            (long below, long rest) = count == 1 ? (0, 0) : Math.DivRem((long)i * (sorted.Length - 1), count - 1);
            double value = SortedValues.Between(sorted, (int)below, (double)rest / Math.Max(1, count - 1));
            table[i] = i == 0 ? value : Math.Max(value, table[i - 1]); // rounding must not turn the order
        }

        return table;
    }

    private sealed class Fitted(QuantileStep settings, IReadOnlyList<FeatureColumn> columns, double[][] tables)
        : FittedStep(settings, [.. columns.Select(column => column.Renamed($"quantile({column.Name})"))])
    {
        // scikit-learn's: within this of its range's ends a value counts as the end, and the normal quantile is cut off as close to 0 and
        // 1.
        private const double Margin = 1e-7;
        private static readonly double Limit = -PortableMath.InverseNormalCdf(Margin);

        private readonly Curve[] curves = [.. tables.Select(table => new Curve(table, settings.Output))];

        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < curves.Length; c++)
            {
                Span<double> from = input[c], to = output[c];
                for (int r = 0; r < to.Length; r++) to[r] = curves[c].At(from[r]);
            }
        }

        public override void WriteJson(Utf8JsonWriter json)
        {
            json.WriteNumber("quantiles", settings.Quantiles);
            json.WriteString("output", settings.Output.ToString());
            json.WriteListOfNumbers("table", tables);
        }

        private static double Normal(double share) => Math.Clamp(PortableMath.InverseNormalCdf(share), -Limit, Limit);

        /// <summary>The piecewise linear curve from values to shares, through the distinct values of a table of quantiles.</summary>
        private sealed class Curve
        {
            private readonly double[] knots; // ascending, distinct
            private readonly double[] firstShare, lastShare; // of each knot: where its stretch of the table begins and ends
            private readonly double[] results; // of each knot: what its middle is mapped to
            private readonly double low, high; // values up to here and from here on are mapped to the ends
            private readonly bool normal;

            public Curve(double[] table, QuantileOutput output)
            {
                normal = output == QuantileOutput.Normal;
                double margin = normal ? Margin : 0;
                (low, high) = (table[0] + margin, table[^1] - margin);
                knots = [.. table.Distinct()];
                double last = Math.Max(1, table.Length - 1);
                firstShare = [.. knots.Select(knot => Array.IndexOf(table, knot) / last)];
                lastShare = [.. knots.Select(knot => Array.LastIndexOf(table, knot) / last)];
                results = [.. knots.Select((_, i) => Result(0.5 * (firstShare[i] + lastShare[i])))];
            }

            public double At(double value)
            {
                if (value <= low) return normal ? -Limit : 0;
                if (value >= high) return normal ? Limit : 1;
                int above = FirstNotBelow(value); // knots[above - 1] < value <= knots[above]
                if (knots[above] == value) return results[above];
                double below = knots[above - 1];
                return Result(lastShare[above - 1] + ((value - below) / (knots[above] - below) * (
                    firstShare[above] - lastShare[above - 1])));
            }

            private double Result(double share) => normal ? Normal(share) : share;

            // A binary search without branches to mispredict.
            private int FirstNotBelow(double value)
            {
                double[] sorted = knots;
                int first = 0, count = sorted.Length;
                while (count > 1)
                {
                    int half = count / 2;
                    first = sorted[first + half - 1] < value ? first + half : first;
                    count -= half;
                }

                return first;
            }
        }
    }
}
