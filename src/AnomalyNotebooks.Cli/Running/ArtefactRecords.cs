using System.Security.Cryptography;
using System.Text.Json;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>What the files that notebooks leave for later ones came from, in <c>artefacts.json</c> beside them.</summary>
/// <param name="folder">The folder of artefacts.</param>
internal sealed class ArtefactRecords(string folder)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };
    private readonly Lock writing = new();

    private string File => Path.Combine(folder, "artefacts.json");

    /// <summary>Remembers what a notebook has saved.</summary>
    public void Add(NotebookPlan plan, DataInUse data)
    {
        IReadOnlyList<string> made =
            [.. NotebookArtefacts.MadeBy(plan.Notebook).Where(path => System.IO.File.Exists(Path.Combine(folder, path)))];
        if (made.Count == 0) return;
        lock (writing)
        {
            Dictionary<string, ArtefactRecord> records = Read();
            foreach (string path in made)
                records[path] = new ArtefactRecord(plan.Notebook.Name, NotebookSources.Sha256(plan.Notebook), Parameters(plan.Notebook),
                data.Title, data.Sha256, Sha256(path));
            AtomicFile.WriteText(File, JsonSerializer.Serialize(new SortedDictionary<string, ArtefactRecord>(records,
                StringComparer.Ordinal), Readable) + "\n");
        }
    }

    /// <summary>Checks that what the notebooks of a run need from notebooks outside of it is there and is what these would make
    /// now.</summary>
    /// <param name="plans">The notebooks of the run, with the values of their parameters.</param>
    /// <param name="choice">Where these values came from.</param>
    /// <param name="data">The data of the run.</param>
    /// <exception cref="AnomalyException">Something is missing or came from something else; the message names the notebook that makes
    /// it.</exception>
    public void Check(IReadOnlyList<NotebookPlan> plans, ParameterChoice choice, DataInUse data)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (NotebookPlan plan in plans)
        {
            foreach (string path in NotebookArtefacts.NeededBy(plan.Notebook).Where(path => !made.Contains(path)))
                if (Problem(plan, path, choice, data) is { } problem) problems.Add(problem);
            made.UnionWith(NotebookArtefacts.MadeBy(plan.Notebook));
        }

        if (problems.Count > 0) throw new AnomalyException(string.Join('\n', problems.Distinct()));
    }

    private string? Problem(NotebookPlan plan, string path, ParameterChoice choice, DataInUse data)
    {
        NotebookPlan? maker = MakerOf(path, plan.Notebook.Folder);
        string what = $"{plan.Notebook.Name} needs {Workspace.Shorten(Path.Combine(folder, path))}";
        string remedy = maker is null ? "No notebook beside it saves that file."
            : $"Run {maker.Notebook.Name} again with the same options, or begin with it: --from {maker.Notebook.Name}.";
        if (!System.IO.File.Exists(Path.Combine(folder, path)))
            return $"{what}, which is not there{(maker is null ? "" : $": {maker.Notebook.Name} makes it")}. {remedy}";
        if (maker is null) return null;
        if (!Read().TryGetValue(path, out ArtefactRecord? record))
            return $"{what}, and nothing says what that file was made from. {remedy}";
        if (record.Sha256 != Sha256(path)) return $"{what}, which was changed after {record.Notebook} had made it. {remedy}";
        if (record.DataSha256 != data.Sha256)
            return $"{what}, which {record.Notebook} made from {record.Data}; this run is on {data.Title}. {remedy}";
        choice.ApplyKnownTo(maker);
        if (record.Sources == NotebookSources.Sha256(maker.Notebook)) return null;
        string[] moved = [.. Parameters(maker.Notebook).Where(now => record.Parameters.GetValueOrDefault(now.Key) != now.Value)
            .Select(now => $"{now.Key} = {record.Parameters.GetValueOrDefault(now.Key, "nothing")} instead of {now.Value}")];
        return $"{what}, which {record.Notebook} made "
            + $"{(moved.Length > 0 ? $"with {string.Join(", ", moved)}" : "before its code was changed")}. {remedy}";
    }

    private static NotebookPlan? MakerOf(string path, string notebooks) => NotebookFinder.AllIn(notebooks)
        .Select(file => NotebookPlan.For(Notebook.Load(file)))
        .FirstOrDefault(plan => NotebookArtefacts.MadeBy(plan.Notebook).Contains(path));

    private static SortedDictionary<string, string> Parameters(Notebook notebook) =>
        new(ParameterCell.In(notebook).ToDictionary(parameter => parameter.Name, parameter => parameter.Value), StringComparer.Ordinal);

    private string Sha256(string path)
    {
        using FileStream stream = System.IO.File.OpenRead(Path.Combine(folder, path));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private Dictionary<string, ArtefactRecord> Read()
    {
        try
        {
            return System.IO.File.Exists(File)
                ? JsonSerializer.Deserialize<Dictionary<string, ArtefactRecord>>(System.IO.File.ReadAllText(File), Readable) ?? [] : [];
        }
        catch (JsonException)
        {
            return []; // what cannot be read says nothing
        }
    }
}
