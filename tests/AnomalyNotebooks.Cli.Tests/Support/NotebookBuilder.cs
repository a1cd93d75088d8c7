using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>Makes small notebooks for tests.</summary>
internal sealed class NotebookBuilder
{
    private readonly JsonArray cells = [];

    public JsonObject Metadata { get; } = new()
    {
        ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
        ["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" },
    };

    public NotebookBuilder Markdown(string source, params string[] tags) => Add("markdown", source, tags);

    public NotebookBuilder Code(string source, params string[] tags) => Add("code", source, tags);

    public string ToJson() => new JsonObject
    {
        ["cells"] = cells.DeepClone(),
        ["metadata"] = Metadata.DeepClone(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString();

    public Notebook Build(string path = "/tests/lesson.ipynb") => NotebookReader.Parse(ToJson(), path);

    /// <summary>Writes the notebook into a folder and returns its path.</summary>
    public string SaveIn(TemporaryFolder folder, string name = "lesson.ipynb")
    {
        string path = folder.File(name);
        File.WriteAllText(path, ToJson());
        return path;
    }

    private NotebookBuilder Add(string kind, string source, string[] tags)
    {
        var cell = new JsonObject
        {
            ["cell_type"] = kind,
            ["id"] = $"cell-{cells.Count + 1}",
            ["metadata"] = tags.Length == 0 ? new JsonObject()
                : new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)JsonValue.Create(tag))]) },
            ["source"] = MultilineText.Split(source),
        };
        if (kind == "code")
        {
            cell["outputs"] = new JsonArray();
            cell["execution_count"] = null;
        }

        cells.Add((JsonNode)cell);
        return this;
    }
}
