using System.IO.Pipelines;

namespace AnomalyNotebooks;

/// <summary>
/// What comes through a pipe, read ahead of its use by some megabytes: one read then gives all that has come in meanwhile. What comes
/// slowly is had at once, what comes fast in large pieces.
/// </summary>
internal static class ReadAhead
{
    private const int MostAhead = 4 << 20;

    /// <summary>Begins to read.</summary>
    public static Stream Of(Stream source)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: MostAhead, resumeWriterThreshold: MostAhead / 2,
            minimumSegmentSize: 1 << 16, useSynchronizationContext: false));
        _ = Task.Run(() => FillAsync(source, pipe.Writer));
        return pipe.Reader.AsStream();
    }

    private static async Task FillAsync(Stream source, PipeWriter target)
    {
        try
        {
            await source.CopyToAsync(target);
            await target.CompleteAsync();
        }
        catch (Exception error) // whoever reads gets it
        {
            await target.CompleteAsync(error);
        }
    }
}
