using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace AnomalyNotebooks;

/// <summary>
/// What .NET Interactive's own types add: charts of Plotly.NET shown as our figures are, and training progress that updates in place
/// until the kernel is gone.
/// </summary>
/// <remarks>Compiled only with the property InteractivePackages. Without it the package's extension.dib and <see cref="LiveOutput"/> do the
/// same.</remarks>
public sealed class NotebookExtension : IKernelExtension
{
    /// <inheritdoc/>
    public Task OnLoadAsync(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Formatter.Register<GenericChart>((GenericChart chart, TextWriter writer) => writer.Write(chart.ToFigure().ToHtml()),
            HtmlFormatter.MimeType);
        LiveOutput.Host = output =>
        {
            DisplayedValue shown = KernelInvocationContext.Current.Display(output);
            return next => shown.Update(next);
        };
        kernel.RegisterForDisposal(() => LiveOutput.Host = null);
        return Task.CompletedTask;
    }
}
