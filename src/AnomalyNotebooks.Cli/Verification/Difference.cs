namespace AnomalyNotebooks.Cli.Verification;

/// <summary>Something that came out differently than in the committed notebook.</summary>
/// <param name="Cell">The cell's number.</param>
/// <param name="What">What it is: a result's name, a figure's title, or "text".</param>
/// <param name="Was">What the committed notebook has.</param>
/// <param name="Is">What this run has.</param>
/// <param name="By">How far it moved; empty where that has no measure.</param>
internal sealed record Difference(int Cell, string What, string Was, string Is, string By);
