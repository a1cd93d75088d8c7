using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>What a committed notebook says of its outputs: which code made them, from which data.</summary>
/// <param name="Sources">Fingerprint of the code that was executed (<see cref="NotebookSources"/>).</param>
/// <param name="DataTitle">The data in words.</param>
/// <param name="DataSha256">SHA-256 of the data file; empty for the synthetic sample.</param>
/// <param name="DataFingerprint">SHA-256 of the flows as they were read; empty in notebooks written before there was one.</param>
internal sealed record ExecutionRecord(string Sources, string DataTitle, string DataSha256, string DataFingerprint)
{
    private const string Key = "anomaly";

    /// <summary>The record in a notebook's metadata; null where it has none.</summary>
    public static ExecutionRecord? In(Notebook notebook) => notebook.Metadata[Key] is JsonObject record
        ? new ExecutionRecord(Text(record, "sources"), Text(record, "data"), Text(record, "data_sha256"), Text(record, "data_fingerprint"))
        : null;

    /// <summary>Writes the record into a notebook's metadata.</summary>
    public void WriteTo(Notebook notebook) => notebook.Metadata[Key] = new JsonObject
    {
        ["sources"] = Sources,
        ["data"] = DataTitle,
        ["data_sha256"] = DataSha256,
        ["data_fingerprint"] = DataFingerprint,
    };

    /// <summary>
    /// What is different about the data of another run, with both hashes; null where it is the same. The flows count and not the bytes
    /// of their file: other line ends are no other data.
    /// </summary>
    public string? DifferenceOf(ExecutionRecord other)
    {
        bool canCompareFlows = DataFingerprint.Length > 0 && other.DataFingerprint.Length > 0;
        (string was, string now) = canCompareFlows ? (DataFingerprint, other.DataFingerprint) : (DataSha256, other.DataSha256);
        if (was == now) return null;
        string what = canCompareFlows ? "flows" : "file";
        return $"came from {DataTitle} ({what} {Hash(was)}), this run used {other.DataTitle} ({what} {Hash(now)})";
    }

    private static string Hash(string sha256) => sha256.Length == 0 ? "without a hash" : $"SHA-256 {sha256}";

    private static string Text(JsonObject record, string key) => record[key] is JsonValue value && value.TryGetValue(out string? text)
        ? text : "";

    /// <summary>Removes the record.</summary>
    public static void RemoveFrom(Notebook notebook) => notebook.Metadata.Remove(Key);
}
