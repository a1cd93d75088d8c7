using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Saves executed notebooks so that nothing computed is lost: whole or not at all, and elsewhere where the place is
/// full.</summary>
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
        catch (OutputException error)
        {
            string rescued;
            try
            {
                // A folder of its own, for this user's eyes only.
                rescued = Path.Combine(Directory.CreateTempSubdirectory("anomaly-rescued-").FullName, Path.GetFileName(path));
                AtomicFile.WriteText(rescued, text);
            }
            catch (Exception second) when (second is OutputException or IOException or UnauthorizedAccessException)
            {
                throw new AnomalyException($"{error.Message} Nor could it be saved elsewhere: {second.Message}", error);
            }

            return rescued;
        }
    }
}
