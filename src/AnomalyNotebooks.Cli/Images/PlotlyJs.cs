namespace AnomalyNotebooks.Cli.Images;

/// <summary>
/// Where plotly.js comes from: the copy that npm installed at build time (its version and checksum are pinned in web/), else the
/// network.
/// </summary>
internal sealed class PlotlyJs
{
    private const string FileName = "plotly-cartesian.min.js";

    private PlotlyJs(string? path) => Path = path;

    /// <summary>The local copy; null where there is none.</summary>
    public string? Path { get; }

    /// <summary>Whether pages that embed it work without a network.</summary>
    public bool IsLocal => Path is not null;

    /// <summary>In words, for reports and diagnoses.</summary>
    public string Description => IsLocal
        ? $"plotly.js {FigureHtml.PlotlyVersion}, the copy installed with this build"
        : $"plotly.js {FigureHtml.PlotlyVersion} from {FigureHtml.PlotlyAddress} (npm was missing when this was built: figures need a "
            + "network)";

    /// <summary>Looks beside the program.</summary>
    public static PlotlyJs Find() => FindIn(AppContext.BaseDirectory);

    /// <summary>Looks in a folder.</summary>
    public static PlotlyJs FindIn(string folder)
    {
        string path = System.IO.Path.Combine(folder, FileName);
        return new PlotlyJs(File.Exists(path) ? path : null);
    }

    /// <summary>The text of the script, for a page that carries it; null where there is no local copy.</summary>
    /// <remarks>The script holds no "&lt;/script"; a later version that does would end its element early.</remarks>
    public string? Text => IsLocal ? File.ReadAllText(Path!).ReplaceLineEndings("\n")
        .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>The element that brings plotly.js into a page: the whole script where it is at hand, else its address.</summary>
    public string ScriptElement() => Text is { } text ? $"<script>{text}</script>"
        : $"<script charset=\"utf-8\" src=\"{FigureHtml.PlotlyAddress}\"></script>";
}
