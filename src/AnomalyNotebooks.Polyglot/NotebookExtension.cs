using System.Globalization;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace AnomalyNotebooks;

/// <summary>
/// What <c>#r "nuget: AnomalyNotebooks.Polyglot"</c> adds to a .NET Interactive notebook: the TorchSharp engines under their names,
/// tables for flows, features and networks as last expressions, and training progress that updates in place.
/// </summary>
/// <remarks>
/// The package's <c>interactive-extensions/dotnet/extension.dib</c> creates it. How an output is shown and replaced comes from there,
/// compiled by the host itself: the type of a shown value has moved between the host's assemblies, and compiled code would find it in
/// one generation of hosts only.
/// </remarks>
/// <param name="live">Shows an output and gives back what replaces it; null leaves progress to printed lines.</param>
public sealed class NotebookExtension(Func<IRichOutput, Action<IRichOutput>>? live = null) : IKernelExtension
{
    private const int PreviewRows = 10;

    /// <summary>Without live progress.</summary>
    public NotebookExtension()
        : this(null)
    {
    }

    /// <inheritdoc/>
    public Task OnLoadAsync(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        TorchSharpEngine.Register();
        Register<FlowTable>(Table);
        Register<FeatureMatrix>(Table);
        Register<AutoencoderWeights>(Table);
        Register<TorchAutoencoder>(network => Table(network.ToWeights()));
        if (live is not null)
        {
            LiveOutput.Host = live;
            kernel.RegisterForDisposal(() => LiveOutput.Host = null);
        }

        return Task.CompletedTask;
    }

    private static void Register<T>(Func<T, HtmlTable> table)
    {
        Formatter.Register<T>((T value, TextWriter writer) => writer.Write(table(value).ToHtml()), HtmlFormatter.MimeType);
        Formatter.Register<T>((T value, TextWriter writer) => writer.Write(table(value).ToString()), PlainTextFormatter.MimeType);
    }

    private static HtmlTable Table(FlowTable flows)
    {
        string[] headers = [.. FlowSchema.UnswNb15.FeatureNames, "attack_cat"];
        IEnumerable<object?[]> rows = Enumerable.Range(0, Math.Min(PreviewRows, flows.Count)).Select(row => headers.Select(name => Value(flows, name, row)).ToArray());
        return Preview(HtmlTable.FromRows(headers, rows), flows.Origin.Title, flows.Count);
    }

    private static object Value(FlowTable flows, string name, int row) =>
        name == "attack_cat" ? flows.AttackCategory[row]
        : FlowSchema.UnswNb15.CategoryFeatures.Contains(name) ? flows.Category(name)[row]
        : flows.Number(name)[row];

    private static HtmlTable Table(FeatureMatrix matrix)
    {
        IEnumerable<object?[]> rows = Enumerable.Range(0, Math.Min(PreviewRows, matrix.Rows))
            .Select(row => Enumerable.Range(0, matrix.Columns).Select(column => (object?)matrix[row, column]).ToArray());
        return Preview(HtmlTable.FromRows(matrix.Names, rows), string.Create(CultureInfo.InvariantCulture, $"{matrix.Columns} features"), matrix.Rows);
    }

    private static HtmlTable Table(AutoencoderWeights weights) =>
        HtmlTable.From(weights.Tensors, ("tensor", tensor => tensor.Name), ("shape", tensor => string.Join(" x ", tensor.Shape)), ("values", tensor => tensor.Count))
            .WithCaption($"Autoencoder {string.Join("-", weights.LayerSizes)}{(weights.HasBatchNorm ? ", BatchNorm" : "")}");

    private static HtmlTable Preview(HtmlTable table, string caption, int rows) =>
        rows <= PreviewRows ? table.WithCaption(caption) : table.WithCaption(caption).WithNote(string.Create(CultureInfo.InvariantCulture, $"The first {PreviewRows} of {rows:N0} rows."));
}
