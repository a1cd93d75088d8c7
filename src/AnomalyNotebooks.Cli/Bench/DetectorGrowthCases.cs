namespace AnomalyNotebooks.Cli.Bench;

/// <summary>How the cost of every detector's fit and score grows with flows, as time per flow: equal where it is linear. A size whose
/// cost a smaller one shows to be beyond the bound is left out, and named.</summary>
/// <param name="most">Flows of the largest size.</param>
internal sealed class DetectorGrowthCases(int most)
{
    /// <summary>Seconds that a fit or a scoring may be expected to take at most.</summary>
    public const double MostSeconds = 120;

    private const int LeastFlows = 10_000, Step = 10;

    public IEnumerable<BenchCase> All()
    {
        foreach (IDetector detector in DetectorCatalog.All)
        {
            var expected = new Dictionary<string, double>(StringComparer.Ordinal);
            for (long size = LeastFlows; size <= most; size *= Step)
            {
                var flows = (int)size;
                var normals = new Lazy<NormalFlows>(() => Normals(flows));
                IFittedDetector? fitted = null;
                yield return Row("fitting", () => fitted = detector.Fit(normals.Value, Held.Value, seed: 1));
                yield return Row("scoring", () => (fitted ??= detector.Fit(normals.Value, Held.Value, seed: 1)).Score(normals.Value.Table));

                BenchCase Row(string verb, Action work) => new($"growth, {verb}, {detector.Name}", "µs/flow", false, null, () =>
                {
                    if (expected.GetValueOrDefault(verb) > MostSeconds || (verb == "scoring" && fitted is null
                        && expected.GetValueOrDefault("fitting") > MostSeconds)) return null;
                    double seconds = NetworkCases.Seconds(work);
                    expected[verb] = seconds * Step;
                    return seconds / flows * 1e6;
                }, Flows: flows);
            }
        }
    }

    private static readonly Lazy<NormalFlows> Held = new(() => Normals(LeastFlows, seed: 2));

    // Normal flows alone, as many as asked for.
    private static NormalFlows Normals(int count, ulong seed = 1)
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, 3 * count, seed);
        return NormalFlows.Take(flows, flows.NormalRows().AsSpan(..count));
    }
}
