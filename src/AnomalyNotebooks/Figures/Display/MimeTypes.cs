namespace AnomalyNotebooks;

/// <summary>The MIME types of notebook outputs.</summary>
internal static class MimeTypes
{
    public const string Plotly = "application/vnd.plotly.v1+json";
    public const string Results = "application/vnd.anomaly.result+json";
    public const string Explorer = "application/vnd.anomaly.explorer+json";
    public const string Outputs = "application/vnd.anomaly.outputs+json";
    public const string Html = "text/html";
    public const string PlainText = "text/plain";
}
