using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Images;

/// <summary>Figures as PNG and SVG, drawn by one start of a headless browser.</summary>
internal sealed partial class FigureRenderer(Browser browser, PlotlyJs plotly)
{
    /// <summary>How long the browser may take at most, all figures together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The renderer of this machine.</summary>
    /// <exception cref="AnomalyException">There is no browser.</exception>
    public static FigureRenderer Create() => new(Browser.Require(), PlotlyJs.Find());

    /// <summary>Draws every figure in every format.</summary>
    /// <param name="figures">Plotly JSON of each figure.</param>
    /// <param name="size">How large.</param>
    /// <param name="formats">PNG, SVG or both.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <returns>Per figure the bytes per format, in the order asked for.</returns>
    /// <exception cref="AnomalyException">The browser failed, or a figure could not be drawn; the message names it by its
    /// number.</exception>
    public async Task<IReadOnlyList<byte[][]>> RenderAsync(
        IReadOnlyList<string> figures, PictureSize size, IReadOnlyList<PictureFormat> formats, CancellationToken cancellation = default)
    {
        if (figures.Count == 0) return [];
        string folder = Directory.CreateTempSubdirectory("anomaly-figures-").FullName;
        try
        {
            string page = Path.Combine(folder, "figures.html");
            await File.WriteAllTextAsync(page, Page(figures, size, formats), cancellation);
            string dom = await browser.DumpAsync(page, Timeout, cancellation);
            return Read(dom, figures.Count, formats.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Page(IReadOnlyList<string> figures, PictureSize size, IReadOnlyList<PictureFormat> formats)
    {
        string source = plotly.Path is { } path ? new Uri(path).AbsoluteUri : FigureHtml.PlotlyAddress;
        var page = new StringBuilder();
        string nonce = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        // A figure of someone else may name pictures and addresses: nothing is fetched, and no script runs but the two of this page.
        page.Append(CultureInfo.InvariantCulture,
            $"<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            + $"script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src data: blob:\">");
        page.Append(CultureInfo.InvariantCulture,
            $"<body><script nonce=\"{nonce}\" src=\"{WebUtility.HtmlEncode(source)}\"></script>\n<script nonce=\"{nonce}\">\n");
        page.Append("var figures = [").AppendJoin(",\n", figures.Select(ForScript)).Append("];\n");
        page.Append(CultureInfo.InvariantCulture,
            $"var width = {size.Width}, scale = {size.Scale}, formats = "
            + $"[{string.Join(',', formats.Select(format => $"'{Name(format)}'"))}];\n");
        page.Append(
            """
            function tell(kind, figure, text) {
              var element = document.createElement("output");
              element.id = kind + "-" + figure;
              element.textContent = text;
              document.body.append(element);
            }
            window.onerror = function (message) { tell("error", -1, String(message)); };
            (async function () {
              if (!window.Plotly) return tell("error", -1, "plotly.js could not be loaded");
              for (var i = 0; i < figures.length; i++) {
                try {
                  var layout = Object.assign({ height: 450 }, figures[i].layout);
                  var shown = await Plotly.newPlot(
                  document.createElement("div"), figures[i].data, Object.assign(layout, { width: width }), { staticPlot: true });
                  for (var format of formats) {
                    tell("picture", i + "-" + format, await Plotly.toImage(shown, {
                      format: format, width: width, height: layout.height, scale: format === "svg" ? 1 : scale }));
                  }
                  Plotly.purge(shown);
                } catch (error) { tell("error", i, String(error && error.message || error)); }
              }
              tell("done", 0, "");
            })();
            </script>
            """);
        return page.ToString();
    }

    // The JSON of a figure of ours is safe inside a script; that of someone else's need not be.
    private static string ForScript(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static List<byte[][]> Read(string dom, int figures, int formats)
    {
        var pictures = new List<byte[]>();
        bool done = false;
        foreach (Match output in Output().Matches(dom))
        {
            string text = WebUtility.HtmlDecode(output.Groups["text"].Value);
            switch (output.Groups["kind"].Value)
            {
                case "error":
                    string number = output.Groups["rest"].Value;
                    throw new AnomalyException(number == "-1" ? $"The figures could not be drawn: {text}"
                        : $"Figure {int.Parse(number, CultureInfo.InvariantCulture) + 1} of {figures} could not be drawn: {text}");
                case "picture":
                    pictures.Add(Decode(text));
                    break;
                default:
                    done = true;
                    break;
            }
        }

        if (!done || pictures.Count != figures * formats)
            throw new AnomalyException($"The browser stopped after {pictures.Count} of {figures * formats} pictures.");
        return [.. pictures.Chunk(formats)];
    }

    private static byte[] Decode(string address)
    {
        int comma = address.IndexOf(',', StringComparison.Ordinal);
        string content = address[(comma + 1)..];
        return address[..comma].EndsWith(";base64", StringComparison.Ordinal)
            ? Convert.FromBase64String(content)
            : Encoding.UTF8.GetBytes(Uri.UnescapeDataString(content));
    }

    /// <summary>The format as file names end with it and as Plotly calls it.</summary>
    public static string Name(PictureFormat format) => format == PictureFormat.Png ? "png" : "svg";

    [GeneratedRegex("<output id=\"(?<kind>[a-z]+)-(?<rest>[^\"]*)\">(?<text>[^<]*)</output>", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Output();
}
