using System.Dynamic;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using PlotlyObject = DynamicObj.DynamicObj;

namespace AnomalyNotebooks;

/// <summary>
/// Figures to <a href="https://plotly.net">Plotly.NET</a> and back. Both speak Plotly's JSON, so nothing is lost: a figure can be
/// restyled with Plotly.NET or Plotly.NET.CSharp and shown in the report again.
/// </summary>
public static class PlotlyNetBridge
{
    /// <summary>Called by the script that a notebook imports: .NET Interactive then shows a chart as a figure of ours.</summary>
    public static void Attach()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= TheHostsFSharp;
        AppDomain.CurrentDomain.AssemblyResolve += TheHostsFSharp;
        ShowCharts();
    }

    /// <summary>
    /// The figure as a chart of Plotly.NET. What Plotly.NET's styling functions merge into (axes, legends, titles, markers, lines,
    /// annotations, templates) has its types, so that styling one property keeps the others.
    /// </summary>
    /// <exception cref="AnomalyException">The figure is animated: Plotly.NET's charts have no frames.</exception>
    public static GenericChart ToGenericChart(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        using JsonDocument json = JsonDocument.Parse(figure.ToPlotlyJson());
        JsonElement root = json.RootElement;
        if (root.TryGetProperty("frames", out JsonElement frames) && frames.ValueKind == JsonValueKind.Array && frames.GetArrayLength() > 0)
            throw new AnomalyException($"'{figure.Title}' has {frames.GetArrayLength()} frames; a chart of Plotly.NET cannot hold an "
                + "animation. Show the figure itself.");

        Trace[] traces = [.. root.GetProperty("data").EnumerateArray().Select(ToTrace)];
        var layout = root.TryGetProperty("layout", out JsonElement itsLayout) ? Fill(new Layout(), itsLayout) : new Layout();
        var config = root.TryGetProperty("config", out JsonElement itsConfig) ? Fill(new Config(), itsConfig) : new Config();
        return GenericChart.fromChartDTO(new ChartDTO(ListModule.OfArray(traces), layout, config));
    }

    /// <summary>A chart of Plotly.NET, restyled or made there, as a figure: for the report, for <see cref="Show"/> and for
    /// saving.</summary>
    public static Figure ToFigure(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return Figure.FromPlotlyJson(GenericChart.toJson(chart));
    }

    // Compiled, and so bound to the types of Plotly.NET, only when called: the resolver above is there by then.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ShowCharts() => NotebookHost.ShowAs(typeof(GenericChart), chart => ((GenericChart)chart).ToFigure().ToHtml());

    // Notebook hosts bring an F# library of their own, and where it is older than the one Plotly.NET was built with, the runtime refuses
    // it by its number alone. There must not be two: the types of one are not those of the other.
    private static Assembly? TheHostsFSharp(object? sender, ResolveEventArgs wanted) =>
        new AssemblyName(wanted.Name) is { Name: "FSharp.Core", Version: not null } ? Assembly.Load("FSharp.Core") : null;

    // Plotly takes a trace without a type for a scatter.
    private static Trace ToTrace(JsonElement json)
    {
        string type = json.TryGetProperty("type", out JsonElement name) ? name.GetString()! : "scatter";
        Trace trace = type switch
        {
            "pie" or "funnelarea" or "sunburst" or "treemap" or "icicle" or "parcoords" or "parcats" or "sankey" or "table" or "indicator"
                => new TraceDomain(type),
            "scatter3d" or "surface" or "mesh3d" or "cone" or "streamtube" or "volume" or "isosurface" => new Trace3D(type),
            "scatterpolar" or "scatterpolargl" or "barpolar" => new TracePolar(type),
            "scatterternary" => new TraceTernary(type),
            "scattersmith" => new TraceSmith(type),
            "scattergeo" or "choropleth" => new TraceGeo(type),
            "scattermapbox" or "choroplethmapbox" or "densitymapbox" => new TraceMapbox(type),
            "carpet" or "scattercarpet" or "contourcarpet" => new TraceCarpet(type),
            _ => new Trace2D(type),
        };
        return Fill(trace, json);
    }

    private static T Fill<T>(T target, JsonElement json)
        where T : PlotlyObject
    {
        foreach (JsonProperty property in json.EnumerateObject())
        {
            // A trace keeps its type apart from its other properties.
            if (target is Trace && property.NameEquals("type")) continue;
            target.TrySetMember(new Member(property.Name), ToValue(property.Name, property.Value));
        }

        return target;
    }

    private static object? ToValue(string name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Fill(EmptyObject(name), json),
        JsonValueKind.Array => ToList(name, json),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => ToNumber(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // Integers stay integers: Plotly.NET asks for the layout's width and height as int.
    private static object ToNumber(JsonElement json)
    {
        if (json.TryGetInt32(out int small)) return small;
        return json.TryGetInt64(out long integer) ? integer : json.GetDouble();
    }

    private static PlotlyObject EmptyObject(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') switch
    {
        "xaxis" or "yaxis" or "zaxis" or "aaxis" or "baxis" or "caxis" => new LinearAxis(),
        "radialaxis" => new RadialAxis(),
        "angularaxis" => new AngularAxis(),
        "coloraxis" => new ColorAxis(),
        "legend" => new Legend(),
        "scene" => new Scene(),
        "polar" => new Polar(),
        "ternary" => new Ternary(),
        "geo" => new Geo(),
        "grid" => new LayoutGrid(),
        "margin" => new Margin(),
        "hoverlabel" => new Hoverlabel(),
        "template" => new Template(),
        "layout" => new Layout(),
        "title" => new Title(),
        "domain" => new Domain(),
        "colorbar" => new ColorBar(),
        "marker" => new Marker(),
        "line" => new Line(),
        "error_x" or "error_y" or "error_z" => new Error(),
        { } font when font.EndsWith("font", StringComparison.Ordinal) => new Font(),
        _ => new PlotlyObject(),
    };

    // The lists that Plotly.NET joins when layouts are combined must hold its own types.
    private static object ToList(string name, JsonElement json) => name switch
    {
        "annotations" => Objects<Annotation>(json),
        "shapes" => Objects<Shape>(json),
        "images" => Objects<LayoutImage>(json),
        "sliders" => Objects<Slider>(json),
        "updatemenus" => Objects<UpdateMenu>(json),
        "selections" => Objects<Selection>(json),
        _ => Values(name, json),
    };

    private static T[] Objects<T>(JsonElement json)
        where T : PlotlyObject, new() => [.. json.EnumerateArray().Select(item => Fill(new T(), item))];

    private static object Values(string name, JsonElement json)
    {
        object?[] values = [.. json.EnumerateArray().Select(item => ToValue(name, item))];
        return values.Length > 0 && Array.TrueForAll(values, value => value is string) ? Array.ConvertAll(values, value =>
            (string)value!) : values;
    }

    // A property is set as C#'s dynamic would: the method behind it has another name in Plotly.NET 5 than in 6.
    private sealed class Member(string name) : SetMemberBinder(name, ignoreCase: false)
    {
        public override DynamicMetaObject FallbackSetMember(DynamicMetaObject target, DynamicMetaObject value,
            DynamicMetaObject? errorSuggestion) =>
            throw new NotSupportedException($"The property {Name} cannot be set.");
    }
}
