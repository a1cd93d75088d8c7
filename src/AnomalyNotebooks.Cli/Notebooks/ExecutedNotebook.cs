namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>Finds the copy of a notebook that holds the freshest outputs.</summary>
internal static class ExecutedNotebook
{
    /// <summary>The copy that the runner has written for a notebook of the workbook where it has the same code, else the notebook
    /// itself.</summary>
    public static Notebook Of(string path)
    {
        Notebook notebook = Notebook.Load(path);
        string? root = Workspace.FindRoot(notebook.Folder);
        if (root is null || notebook.Folder != Path.Combine(root, "notebooks")) return notebook;
        string executed = Path.Combine(root, "artifacts", "notebooks", Path.GetFileName(path));
        if (!File.Exists(executed)) return notebook;
        Notebook copy = NotebookReader.Parse(File.ReadAllText(executed), notebook.Path);
        return NotebookSources.Sha256(copy) == NotebookSources.Sha256(notebook) ? copy : notebook;
    }
}
