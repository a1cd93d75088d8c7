namespace AnomalyNotebooks.Cli.Running;

/// <summary>What a file that a notebook saved came from.</summary>
/// <param name="Notebook">The notebook.</param>
/// <param name="Sources">Fingerprint of its code, with the values of its parameters.</param>
/// <param name="Parameters">These values, as written.</param>
/// <param name="Data">The data in words.</param>
/// <param name="DataSha256">SHA-256 of the data file; empty for the synthetic sample.</param>
/// <param name="Sha256">SHA-256 of the file itself.</param>
internal sealed record ArtefactRecord(string Notebook, string Sources, SortedDictionary<string, string> Parameters, string Data,
    string DataSha256, string Sha256);
