using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>What a committed notebook says of its outputs: which code made them, from which data.</summary>
/// <param name="Sources">Fingerprint of the code that was executed (<see cref="NotebookSources"/>).</param>
/// <param name="DataTitle">The data in words.</param>
/// <param name="DataSha256">SHA-256 of the data file; empty for the synthetic sample.</param>
internal sealed record ExecutionRecord(string Sources, string DataTitle, string DataSha256)
{
    private const string Key = "anomaly";

    /// <summary>The record in a notebook's metadata; null where it has none.</summary>
    public static ExecutionRecord? In(Notebook notebook) => notebook.Metadata[Key] is JsonObject record
        ? new ExecutionRecord((string?)record["sources"] ?? "", (string?)record["data"] ?? "", (string?)record["data_sha256"] ?? "")
        : null;

    /// <summary>Writes the record into a notebook's metadata.</summary>
    public void WriteTo(Notebook notebook) => notebook.Metadata[Key] = new JsonObject
    {
        ["sources"] = Sources,
        ["data"] = DataTitle,
        ["data_sha256"] = DataSha256,
    };

    /// <summary>Removes the record.</summary>
    public static void RemoveFrom(Notebook notebook) => notebook.Metadata.Remove(Key);
}
