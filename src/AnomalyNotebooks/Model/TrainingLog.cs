using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// Progress of a training as lines of text, which every notebook host and every log can show: about ten of them, whatever the
/// number of epochs. The lines hold no times, so the same training prints the same.
/// </summary>
/// <example><code>Autoencoder.Fit(options, train, validation, seed, new TrainingLog())</code></example>
/// <param name="output">Where the lines go; by default the console, which is the cell's output in a notebook.</param>
internal sealed class TrainingLog(TextWriter? output = null) : IProgress<EpochReport>
{
    private const int Lines = 10;

    private bool wasCollapsed;

    /// <summary>Writes a line where this epoch is due for one, or where the network has just collapsed.</summary>
    public void Report(EpochReport value)
    {
        bool collapsedNow = value.IsCollapsed && !wasCollapsed;
        wasCollapsed = value.IsCollapsed;
        int interval = Math.Max(1, (value.Epochs + Lines - 1) / Lines);
        if (!collapsedNow && value.Epoch != 1 && value.Epoch % interval != 0 && value.Epoch != value.Epochs) return;
        int width = value.Epochs.ToString(CultureInfo.InvariantCulture).Length;
        string epoch = value.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width);
        string note = (value.IsBest ? "  best so far" : "") + (value.IsCollapsed ? "  collapsed: every row has the same loss" : "");
        (output ?? Console.Out).WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch}/{value.Epochs}  train {value.TrainLoss:G5}  validation {value.ValidationLoss:G5}{note}"));
    }
}
