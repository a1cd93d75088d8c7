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

    /// <summary>The axis in Plotly's form.</summary>
    internal JsonObject ToJson()
    {
        var axis = new JsonObject { ["title"] = new JsonObject { ["text"] = PlotlyJson.Escape(Label) } };
        if (Log)
        {
            axis["type"] = "log";
            axis["dtick"] = 1;
            axis["exponentformat"] = "power";
        }

        if (Format.Length > 0) axis["tickformat"] = Format;
        if (From is not null || To is not null)
            axis["range"] = new JsonArray(End(From), End(To));
        return axis;
    }

    // Plotly takes the ends of a logarithmic range as powers of ten.
    private JsonNode? End(double? value) => value is not { } end ? null : PlotlyJson.Number(Log ? PortableMath.Log(end) / PortableMath.Log(10) : end);
}
