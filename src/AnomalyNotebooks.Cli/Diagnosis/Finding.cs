namespace AnomalyNotebooks.Cli.Diagnosis;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Health">Whether it is as it should be.</param>
/// <param name="What">What it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What is missed without it and how to get it; empty where nothing is amiss.</param>
internal sealed record Finding(Health Health, string What, string Found, string Advice = "");
