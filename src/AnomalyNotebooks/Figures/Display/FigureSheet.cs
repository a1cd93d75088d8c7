using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks;

/// <summary>
/// Several outputs as one Plotly figure, each in a part of the sheet: its axes and legend get new numbers, and what it places on its page
/// is placed in its part. Tables become tables of Plotly; what has no axes to renumber, such as a map, becomes its text.
/// </summary>
internal static partial class FigureSheet
{
    // Pixels: a width to reckon with, since the page's is not known; room around a figure; a line of a table.
    private const double Width = 960, Left = 70, Right = 30, Above = 70, Below = 60, Line = 26;

    private static readonly string[] Domains =
        ["pie", "table", "funnelarea", "sunburst", "treemap", "icicle", "sankey", "indicator", "parcoords", "parcats"];

    private static readonly string[] Axes =
    [
        "scatter", "scattergl", "bar", "box", "violin", "histogram", "histogram2d", "histogram2dcontour", "heatmap", "contour",
        "waterfall", "funnel", "image", "ohlc", "candlestick",
    ];

    /// <summary>The group as Plotly's JSON.</summary>
    public static string Of(OutputGroup group)
    {
        JsonObject[] figures = [.. OutputGroupFormatterSource.Flat(group).Select(ToFigure)];
        double[] heights = [.. figures.Select(figure => (double?)Layout(figure)["height"] ?? Figure.DefaultHeight)];
        double height = group.SideBySide ? heights.Max() : heights.Sum(), top = 0;
        var layout = new JsonObject
        {
            ["height"] = height,
            ["margin"] = new JsonObject { ["l"] = 0, ["r"] = 0, ["t"] = 0, ["b"] = 0 },
            ["template"] = Theme.Template(),
            ["annotations"] = new JsonArray(),
            ["shapes"] = new JsonArray(),
        };
        var sheet = new JsonObject { ["data"] = new JsonArray(), ["layout"] = layout };
        int axes = 0;
        for (int i = 0; i < figures.Length; i++)
        {
            double left = group.SideBySide ? (double)i / figures.Length : 0, right = group.SideBySide ? (i + 1.0) / figures.Length : 1;
            var part = new Part(left + (Left / Width), right - (Right / Width), 1 - ((top + heights[i] - Below) / height),
                1 - ((top + Above) / height), axes);
            axes += Add(figures[i], part, sheet);
            if (!group.SideBySide) top += heights[i];
        }

        sheet["config"] = figures.Select(figure => figure["config"]).FirstOrDefault(config => config is not null)?.DeepClone();
        return PlotlyJson.Write(sheet);
    }

    [GeneratedRegex("^(?<kind>[xy]axis|legend)(?<number>[0-9]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered { get; }

    [GeneratedRegex("^(?<kind>[xy])(?<number>[0-9]*)(?<rest> domain)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AxisName { get; }

    private static JsonObject Layout(JsonObject figure) => figure["layout"] as JsonObject ?? [];

    private static string Kind(JsonObject trace) => (string?)trace["type"] ?? "scatter";

    // Puts a figure into its part; gives back how many numbers it took.
    private static int Add(JsonObject figure, Part part, JsonObject sheet)
    {
        JsonObject own = Layout(figure), layout = (JsonObject)sheet["layout"]!;
        JsonObject[] traces = [.. ((JsonArray)figure["data"]!).OfType<JsonObject>()];
        string[] names = [.. own.Select(item => item.Key).Where(name => Numbered.IsMatch(name))];
        if (traces.Any(trace => Axes.Contains(Kind(trace)))) names = [.. names.Union(["xaxis", "yaxis"])];
        int taken = 0;
        foreach (string name in names.Union(["legend"]))
        {
            Match match = Numbered.Match(name);
            taken = Math.Max(taken, Number(match));
            var given = (JsonObject)(own[name]?.DeepClone() ?? new JsonObject());
            layout[Named(match, part.First)] = name.StartsWith("legend", StringComparison.Ordinal)
                ? part.Placed(given, ("x", 1), ("y", 1)) : part.Axis(given, name[0]);
        }

        foreach (string name in (string[])["barmode", "bargap", "hovermode"]) layout[name] ??= own[name]?.DeepClone();
        foreach (string name in (string[])["annotations", "shapes"])
            foreach (JsonObject item in (own[name] as JsonArray ?? []).OfType<JsonObject>())
                ((JsonArray)layout[name]!).Add((JsonNode)part.Note((JsonObject)item.DeepClone()));
        if (Title(own) is { } title) ((JsonArray)layout["annotations"]!).Add((JsonNode)part.Title(title));
        foreach (JsonObject trace in traces) ((JsonArray)sheet["data"]!).Add((JsonNode)part.Trace((JsonObject)trace.DeepClone()));

        // Alone it has no legend; among others' traces it would get one.
        if (traces is [var only] && Axes.Contains(Kind(only)) && (bool?)own["showlegend"] != true)
            ((JsonArray)sheet["data"]!)[^1]!["showlegend"] = false;
        return taken;
    }

    private static int Number(Match match) =>
        match.Groups["number"].Length == 0 ? 1 : int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    // The first one has no number: plotly.js takes no notice of 'legend1'.
    private static string Named(Match match, int before) => (before + Number(match)) is var number && number == 1
        ? match.Groups["kind"].Value : string.Create(CultureInfo.InvariantCulture, $"{match.Groups["kind"].Value}{number}");

    private static string? Title(JsonObject layout) => layout["title"] is JsonObject title ? (string?)title["text"] : null;

    // A figure as it is; a table as Plotly's; anything else, and figures of other kinds than those with axes, as its text.
    private static JsonObject ToFigure(IRichOutput output)
    {
        if (output is HtmlTable table) return Table(table.Headers, table.Shown(), table.Caption);
        if (output is not Figure figure) return Table([""], [.. output.ToString()!.Split('\n').Select(line => new[] { line })], "");
        var json = (JsonObject)JsonNode.Parse(figure.ToPlotlyJson())!;
        return json["frames"] is null && ((JsonArray)json["data"]!).OfType<JsonObject>().All(trace =>
            Axes.Contains(Kind(trace)) || Domains.Contains(Kind(trace)))
            ? json : Table([""], [.. figure.ToString().Split('\n').Select(line => new[] { line })], "");
    }

    private static JsonObject Table(IReadOnlyList<string> headers, string[][] rows, string title)
    {
        static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)PlotlyJson.Escape(text))];
        return new JsonObject
        {
            ["data"] = new JsonArray(new JsonObject
            {
                ["type"] = "table",
                ["header"] = new JsonObject { ["values"] = Texts(headers), ["align"] = "left" },
                ["cells"] = new JsonObject
                {
                    ["values"] = new JsonArray([.. headers.Select((_, column) => Texts(rows.Select(row => row[column])))]),
                    ["align"] = "left",
                },
            }),
            ["layout"] = new JsonObject
            {
                ["height"] = Above + Below + (Line * (rows.Length + 1)),
                ["title"] = new JsonObject { ["text"] = PlotlyJson.Escape(title) },
            },
        };
    }

    /// <summary>A part of the sheet, in shares of it from the left and from below, and how many numbers are taken before it.</summary>
    private sealed record Part(double Left, double Right, double Bottom, double Top, int First)
    {
        public JsonObject Axis(JsonObject axis, char letter)
        {
            var domain = axis["domain"] as JsonArray;
            axis["domain"] = new JsonArray([.. ((double[])[(double?)domain?[0] ?? 0, (double?)domain?[1] ?? 1])
                .Select(at => (JsonNode)At(letter, at))]);
            axis["anchor"] ??= letter == 'x' ? "y" : "x";
            foreach (string name in (string[])["anchor", "overlaying", "matches", "scaleanchor"]) Rename(axis, name);
            return axis;
        }

        public JsonObject Trace(JsonObject trace)
        {
            trace["legend"] = Named(Numbered.Match("legend"), First);
            if (Domains.Contains(Kind(trace)))
            {
                var domain = trace["domain"] as JsonObject;
                trace["domain"] = new JsonObject { ["x"] = Both('x', domain?["x"]), ["y"] = Both('y', domain?["y"]) };
                return trace;
            }

            trace["xaxis"] ??= "x";
            trace["yaxis"] ??= "y";
            Rename(trace, "xaxis");
            Rename(trace, "yaxis");
            if (trace["colorbar"] is JsonObject bar)
                (bar["x"], bar["y"], bar["len"]) = (At('x', (double?)bar["x"] ?? 1.02), (Top + Bottom) / 2, Top - Bottom);
            return trace;
        }

        /// <summary>An annotation or a shape.</summary>
        public JsonObject Note(JsonObject note)
        {
            foreach (char letter in "xy")
            {
                if (((string?)note[$"{letter}ref"] ?? "paper") == "paper")
                    foreach (string name in (string[])[$"{letter}", $"{letter}0", $"{letter}1"])
                        if (note[name] is { } at) note[name] = At(letter, (double)at);
                Rename(note, $"{letter}ref");
                Rename(note, $"a{letter}ref");
            }

            return note;
        }

        public JsonObject Placed(JsonObject item, params (string Name, double Default)[] places)
        {
            foreach ((string name, double usual) in places) item[name] = At(name[0], (double?)item[name] ?? usual);
            return item;
        }

        public JsonObject Title(string text) => new()
        {
            ["text"] = text,
            ["showarrow"] = false,
            ["xref"] = "paper",
            ["yref"] = "paper",
            ["x"] = Left,
            ["y"] = Top,
            ["xanchor"] = "left",
            ["yanchor"] = "bottom",
            ["yshift"] = 24,
            ["align"] = "left",
            ["font"] = new JsonObject { ["size"] = 16 },
        };

        private double At(char letter, double share) =>
            PlotlyJson.Rounded(letter == 'x' ? Left + (share * (Right - Left)) : Bottom + (share * (Top - Bottom)));

        private JsonArray Both(char letter, JsonNode? range) =>
            [At(letter, (double?)range?[0] ?? 0), At(letter, (double?)range?[1] ?? 1)];

        private void Rename(JsonObject item, string name)
        {
            if (item[name] is { } value && AxisName.Match((string)value!) is { Success: true } match)
                item[name] = Named(match, First) + match.Groups["rest"].Value;
        }
    }
}
