namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>The mime types of outputs that mean something to this program.</summary>
internal static class MimeType
{
    /// <summary>Plain text.</summary>
    public const string Text = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>A PNG picture, in base 64.</summary>
    public const string Png = "image/png";

    /// <summary>An SVG picture.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>A Plotly figure.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Recorded results: <c>{"results": [{"name", "value", "tolerance"}]}</c>.</summary>
    public const string Results = "application/vnd.anomaly.result+json";

    /// <summary>The data of a panel whose threshold a reader moves.</summary>
    public const string Explorer = "application/vnd.anomaly.explorer+json";

    /// <summary>The outputs of a group, one by one: <c>[{mime type: value}]</c>.</summary>
    public const string Outputs = "application/vnd.anomaly.outputs+json";

    /// <summary>Whether values of a type are JSON rather than text.</summary>
    public static bool IsJson(string mimeType) =>
        mimeType.Equals("application/json", StringComparison.Ordinal) || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
