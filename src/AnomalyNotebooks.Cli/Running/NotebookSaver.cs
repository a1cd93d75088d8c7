using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Saves executed notebooks so that nothing computed is lost: whole or not at all, and elsewhere where the place is full.</summary>
internal static class NotebookSaver
{
    /// <summary>Saves a notebook.</summary>
    /// <returns>Where it lies now: <paramref name="path"/>, or a temporary folder where that could not be written.</returns>
    /// <exception cref="AnomalyException">Neither could be written.</exception>
    public static string Save(Notebook notebook, string path)
    {
        string text = notebook.ToText();
        try
        {
            AtomicFile.WriteText(path, text);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string rescued = Path.Combine(Path.GetTempPath(), "anomaly-rescued", Path.GetFileName(path));
            try
            {
                AtomicFile.WriteText(rescued, text);
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                throw new AnomalyException($"{Workspace.Shorten(path)} could not be saved: {error.Message} Nor could {rescued}: {second.Message}", error);
            }

            return rescued;
        }
    }
}
