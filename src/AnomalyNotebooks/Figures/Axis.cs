using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>An axis of a chart. A text alone will do: <c>Charts.Lines("Loss", "epoch", "mean loss", ...)</c>.</summary>
/// <param name="Title">What it measures.</param>
/// <param name="Unit">In which unit, such as <c>bytes</c>; empty where there is none.</param>
public sealed record Axis(string Title, string Unit = "")
{
    /// <summary>Whether the scale is logarithmic (base 10).</summary>
    public bool Log { get; init; }

    /// <summary>The lowest value shown; by default what the data need.</summary>
    public double? From { get; init; }

    /// <summary>The highest value shown; by default what the data need.</summary>
    public double? To { get; init; }

    /// <summary>How tick labels are written, in d3's notation (<c>.0%</c>, <c>,</c>); empty for Plotly's choice.</summary>
    public string Format { get; init; } = "";

    /// <summary>A linear axis with a title.</summary>
    public static implicit operator Axis(string title) => new(title);

    /// <summary>A logarithmic axis.</summary>
    public static Axis Logarithmic(string title, string unit = "") => new(title, unit) { Log = true };

    /// <summary>An axis of shares, 0 to 1, labelled in percent.</summary>
    public static Axis Share(string title) => new(title) { From = 0, To = 1.005, Format = ".0%" };

    /// <summary>Title with unit, and a word where the scale is logarithmic.</summary>
    internal string Label
    {
        get
        {
            string[] notes = [.. new[] { Unit, Log ? "log scale" : "" }.Where(note => note.Length > 0)];
            return notes.Length == 0 ? Title : $"{Title} ({string.Join(", ", notes)})";
        }
    }

    internal bool IsShare => Format.EndsWith('%');

    /// <summary>A value as this axis would label it.</summary>
    internal string Show(double value) => IsShare ? PlotlyJson.Percent(value) : PlotlyJson.Show(value);

    /// <summary>The axis in Plotly's form.</summary>
    /// <param name="values">What it will show, where that is known: a logarithmic axis chooses its ticks by it.</param>
    internal JsonObject ToJson(IEnumerable<double>? values = null)
    {
        var axis = new JsonObject { ["title"] = new JsonObject { ["text"] = PlotlyJson.Escape(Label) } };
        if (Log)
        {
            axis["type"] = "log";
            LogTicks(axis, values ?? []);
        }
        else
        {
            if (Format.Length > 0) axis["tickformat"] = Format;
            // Room for labels may take the axis beyond 100 %; its ticks need not follow.
            if (IsShare && To > 1) axis["tickvals"] = PlotlyJson.Numbers([0, 0.2, 0.4, 0.6, 0.8, 1]);
        }

        if (From is not null || To is not null)
            axis["range"] = new JsonArray(End(From), End(To));
        return axis;
    }

    // Powers of ten, and 2 and 5 between them where there are few. Plotly's own labels are "2" and "5" alone, or 10 with an exponent.
    private void LogTicks(JsonObject axis, IEnumerable<double> values)
    {
        if (!ChartParts.TryRange(values.Append(From ?? double.NaN).Append(To ?? double.NaN), log: true, out double low,
            out double high)) return;
        low = From ?? low;
        high = To ?? high;
        int first = (int)Math.Floor(ChartParts.Log10(low) + 1e-9), last = (int)Math.Ceiling(ChartParts.Log10(high) - 1e-9);
        int[] digits = ChartParts.Log10(high / low) < 2.5 ? [1, 2, 5] : [1];
        int step = last - first > 9 ? 2 : 1;
        double[] ticks = [.. Enumerable.Range(first, last - first + 1).Where(power => (power - first) % step == 0)
            .SelectMany(power => digits.Select(digit => PlotlyJson.Rounded(digit * ChartParts.PowerOf10(power))))];
        axis["tickvals"] = PlotlyJson.Numbers(ticks);
        axis["ticktext"] = PlotlyJson.Texts(ticks.Select(tick => IsShare ? PlotlyJson.Show(PlotlyJson.Rounded(100 * tick)) + "%"
            : PlotlyJson.Show(tick)));
    }

    // Plotly takes the ends of a logarithmic range as powers of ten.
    private JsonNode? End(double? value) => value is not { } end ? null
        : PlotlyJson.Number(Log ? PortableMath.Log(end) / PortableMath.Log(10) : end);
}
