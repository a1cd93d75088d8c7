using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>Detectors against scikit-learn's and ML.NET's: fitted on the same features of the same normal flows with equal settings, then
/// scoring these flows.</summary>
internal sealed class DetectorCases : IDisposable
{
    private const int Rows = 20_000;
    private readonly string file = Path.GetTempFileName();
    private readonly FeatureMatrix normals;
    private readonly Peer? python, dotnet;

    public DetectorCases(Peer? python, Peer? dotnet, FlowTable flows)
    {
        int[] rows = flows.NormalRows();
        (_, normals) = FeaturePipeline.Robust.FitTransform(flows.Take(rows.AsSpan(0, Math.Min(Rows, rows.Length))));
        File.WriteAllBytes(file, MemoryMarshal.AsBytes(normals.Values.AsSpan()));
        (this.python, this.dotnet) = (python, dotnet);
        foreach (Peer peer in new[] { python, dotnet }.OfType<Peer>())
            peer.Ask(new JsonObject { ["do"] = "load", ["path"] = file, ["rows"] = normals.Rows, ["columns"] = normals.Columns });
    }

    public IEnumerable<BenchCase> All() =>
    [
        .. Detector("isolation forest, 100 trees of 256", "scikit-learn", python, "isolation_forest", new IsolationForest()),
        .. Detector("5 nearest neighbours", "scikit-learn", python, "neighbours", new NearestNeighbours()),
        .. Detector("mixture of 48 in 24 components", "scikit-learn", python, "mixture", new GaussianMixture()),
        .. Detector("PCA, 16 components", "ML.NET", dotnet, "pca", new PcaDetector()),
        .. Trees("HistGradientBoosting", python),
        .. Trees("ML.NET's LightGBM", dotnet),
    ];

    public void Dispose() => File.Delete(file);

    private IEnumerable<BenchCase> Detector(string name, string whose, Peer? peer, string what, PipelineDetector ours)
    {
        IFittedModel? fitted = null;
        yield return Row($"fitting, {name}, beside {whose}", () => fitted = ours.Fit(normals, seed: 1), peer, "fit", what);
        yield return Row($"scoring, {name}, beside {whose}", () => (fitted ??= ours.Fit(normals, seed: 1)).Score(normals), peer, "score",
            what);
    }

    // Every second row is of one class: nothing to be learnt, as much to do.
    private IEnumerable<BenchCase> Trees(string whose, Peer? peer)
    {
        bool[] half = [.. Enumerable.Range(0, normals.Rows).Select(row => row % 2 == 1)];
        GradientBoostedTrees Fit() => GradientBoostedTrees.Fit(new GradientBoostedTreesOptions(), normals, half);
        GradientBoostedTrees? fitted = null;
        yield return Row($"fitting, 100 boosted trees of 31 leaves, beside {whose}", () => fitted = Fit(), peer, "fit", "boosting");
        yield return Row($"scoring, 100 boosted trees of 31 leaves, beside {whose}", () => (fitted ??= Fit()).DecisionFunction(normals),
            peer, "score", "boosting");
    }

    // A peer that has not fitted yet, since only this row is asked for, does it first.
    private static BenchCase Row(string name, Action ours, Peer? peer, string verb, string what) => new(
        name, "s", false, null, () => NetworkCases.Seconds(ours), peer is null ? null : () =>
        {
            if (verb == "score" && peer.Prepared.Add(what)) peer.Ask(new JsonObject { ["do"] = "fit", ["what"] = what });
            if (verb == "fit") peer.Prepared.Add(what);
            return peer.Ask(new JsonObject { ["do"] = verb, ["what"] = what });
        });
}
