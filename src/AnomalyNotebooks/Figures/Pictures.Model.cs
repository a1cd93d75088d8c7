using System.Globalization;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

public static partial class Pictures
{
    /// <summary>The loss after each epoch, on the training rows and on the validation rows (<c>loss</c> of the reference).</summary>
    /// <param name="train">Per epoch.</param>
    /// <param name="validation">Per epoch.</param>
    /// <param name="data">Which data.</param>
    /// <param name="bestEpoch">The epoch whose weights were kept, from 1; by default the one of the lowest validation loss.</param>
    /// <param name="loss">What the loss is, for the logarithmic axis.</param>
    /// <param name="cuts">The first epochs with a lower learning rate, from 1; they are marked.</param>
    public static Figure Loss(
        IReadOnlyList<double> train, IReadOnlyList<double> validation, string data, int? bestEpoch = null,
        string loss = "mean loss per flow",
        IReadOnlyList<int>? cuts = null)
    {
        int best = bestEpoch ?? (validation.Count == 0 ? 0 : 1 + Enumerable.Range(0, validation.Count).MinBy(i => validation[i]));
        Mark[] marks =
        [
            .. best == 0 ? Array.Empty<Mark>() : [new Mark(best, $"epoch {best}: weights kept") { Color = Theme.MutedText }],
            .. (cuts ?? []).Select((epoch, i) => new Mark(epoch, i == 0 ? "learning rate cut" : "") { Color = Palette.Grey }),
        ];
        return Charts
            .Lines("Loss over epochs", "epoch", Axis.Logarithmic(loss),
                [new("train", train) { Color = Palette.Blue }, new("validation", validation) { Color = Palette.Orange }], marks)
            .WithSubtitle(data)
            .WithName("loss");
    }

    /// <summary>The layers of a network as blocks, as high as the square root of their widths.</summary>
    /// <param name="widths">Width of every layer, from the input to the output.</param>
    /// <param name="title">Title; by default the widths.</param>
    /// <param name="notes">Per layer what stands under it, such as its activation; null for the usual names of an autoencoder's
    /// layers.</param>
    public static Figure Network(IReadOnlyList<int> widths, string? title = null, IReadOnlyList<string>? notes = null)
    {
        if (widths.Count < 2) throw new ArgumentException("A network has at least an input and an output.", nameof(widths));
        int narrowest = Enumerable.Range(0, widths.Count).MinBy(i => widths[i]);
        notes ??= [.. widths.Select((_, i) => i == 0 ? "input" : i == widths.Count - 1 ? "output" : i == narrowest ? "code" : "hidden")];
        ChartParts.RequireEqualLengths(notes, widths.Count);
        double tallest = Math.Sqrt(widths.Max());
        double[] halves = [.. widths.Select(width => 0.5 * Math.Sqrt(width) / tallest)];
        const double half = 0.16;

        var shapes = new JsonArray();
        var annotations = new JsonArray();
        for (int i = 0; i < widths.Count; i++)
        {
            if (i > 0) shapes.Add((JsonNode)Between(i - 1 + half, halves[i - 1], i - half, halves[i]));
            shapes.Add((JsonNode)new JsonObject
            {
                ["type"] = "rect",
                ["x0"] = i - half,
                ["x1"] = i + half,
                ["y0"] = PlotlyJson.Number(-halves[i]),
                ["y1"] = PlotlyJson.Number(halves[i]),
                ["fillcolor"] = i == narrowest ? Palette.Vermillion : Palette.Blue,
                ["line"] = new JsonObject { ["width"] = 0 },
            });
            annotations.Add((JsonNode)Label($"<b>{widths[i].ToString(CultureInfo.InvariantCulture)}</b>", i, halves[i], "bottom", 15));
            annotations.Add((JsonNode)Label(PlotlyJson.Escape(notes[i]), i, -0.53, "top", 11));
        }

        JsonObject Hidden(double low, double high) => new() { ["visible"] = false, ["range"] = PlotlyJson.Numbers([low, high]),
            ["fixedrange"] = true };
        var layout = new JsonObject
        {
            ["xaxis"] = Hidden(-0.5, widths.Count - 0.5),
            ["yaxis"] = Hidden(-0.68, 0.66),
            ["shapes"] = shapes,
            ["annotations"] = annotations,
            ["height"] = 320,
            ["margin"] = new JsonObject { ["t"] = 60, ["l"] = 12, ["r"] = 12, ["b"] = 12 },
        };
        // Shapes alone leave a figure without data, which Plotly takes for an empty plot: unseen points carry the hover texts.
        var points = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["x"] = PlotlyJson.Numbers(widths.Select((_, i) => (double)i)),
            ["y"] = PlotlyJson.Numbers(widths.Select(_ => 0.0)),
            ["marker"] = new JsonObject { ["opacity"] = 0, ["size"] = 30 },
            ["text"] = PlotlyJson.Texts(widths.Select((width, i) => $"{notes[i]}: {width} wide")),
            ["hovertemplate"] = "%{text}<extra></extra>",
        };
        string shape = string.Join(" - ", widths);
        return new Figure(new FigureText(title ?? $"The network: {shape}", Summary: $"  layers: {shape}") { Name = "network" },
            new JsonArray((JsonNode)points), layout);
    }

    private static JsonObject Between(double fromX, double fromHalf, double toX, double toHalf) => new()
    {
        ["type"] = "path",
        ["path"] = string.Create(
            CultureInfo.InvariantCulture,
            $"M{fromX:0.###},{fromHalf:0.####} L{toX:0.###},{toHalf:0.####} L{toX:0.###},{-toHalf:0.####} "
                + $"L{fromX:0.###},{-fromHalf:0.####} Z"),
        ["fillcolor"] = ChartParts.Faded(Palette.Grey, 0.22),
        ["line"] = new JsonObject { ["width"] = 0 },
    };

    private static JsonObject Label(string text, double x, double y, string yAnchor, int size) => new()
    {
        ["text"] = text,
        ["x"] = PlotlyJson.Number(x),
        ["y"] = PlotlyJson.Number(y),
        ["yanchor"] = yAnchor,
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = size },
    };
}
