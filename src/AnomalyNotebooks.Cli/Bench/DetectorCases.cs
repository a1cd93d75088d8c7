using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>Detectors beside those of scikit-learn, ML.NET and LightGBM: fitted on the same features of the same normal flows with equal
/// settings, then scoring these flows.</summary>
internal sealed class DetectorCases : IDisposable
{
    private readonly FeatureMatrix normals;
    private readonly Peer python, dotnet;
    private readonly string file = Path.GetTempFileName();
    private readonly HashSet<Peer> loaded = [];
    private readonly HashSet<(Peer Peer, string What)> fitted = [];

    /// <summary>Takes the normal ones among the first flows.</summary>
    public DetectorCases(Peer python, Peer dotnet, FlowTable flows, int rows)
    {
        (_, normals) = FeaturePipeline.Robust.FitTransform(flows.Take(flows.NormalRows().AsSpan()[..Math.Min(rows,
            flows.NormalRows().Length)]));
        (this.python, this.dotnet) = (python, dotnet);
    }

    public IEnumerable<BenchCase> All() =>
    [
        .. Detector("isolation forest, 100 trees of 256", "scikit-learn", python, "isolation_forest", new IsolationForest()),
        .. Detector("5 nearest neighbours", "scikit-learn", python, "neighbours", new NearestNeighbours()),
        .. Detector("mixture of 48 in 24 dimensions", "scikit-learn", python, "mixture", new GaussianMixture()),
        .. Detector("PCA, 16 components", "ML.NET", dotnet, "pca", new PcaDetector()),
        .. Trees("scikit-learn", python, "boosting"),
        .. Trees("ML.NET's LightGBM", dotnet, "boosting"),
        .. Trees("LightGBM", dotnet, "lightgbm"),
    ];

    public void Dispose() => File.Delete(file);

    private IEnumerable<BenchCase> Detector(string name, string whose, Peer peer, string what, PipelineDetector ours)
    {
        var model = new Lazy<IFittedModel>(() => ours.Fit(normals, seed: 1));
        yield return Row($"fitting, {name}, beside {whose}", () => ours.Fit(normals, seed: 1), peer, "fit", what);
        yield return Row($"scoring, {name}, beside {whose}", () => model.Value.Score(normals), peer, "score", what);
    }

    // Every second row is of one class: nothing to be learnt, as much to do.
    private IEnumerable<BenchCase> Trees(string whose, Peer peer, string what)
    {
        bool[] half = [.. Enumerable.Range(0, normals.Rows).Select(row => row % 2 == 1)];
        var model = new Lazy<GradientBoostedTrees>(Fit);
        yield return Row($"fitting, 100 boosted trees of 31 leaves, beside {whose}", () => Fit(), peer, "fit", what);
        yield return Row($"scoring, 100 boosted trees of 31 leaves, beside {whose}", () => model.Value.DecisionFunction(normals), peer,
            "score", what);

        GradientBoostedTrees Fit() => GradientBoostedTrees.Fit(new GradientBoostedTreesOptions(), normals, half);
    }

    private BenchCase Row(string name, Action ours, Peer peer, string verb, string what) => new(name, "s", false, null, () =>
    {
        if (verb == "score") ours(); // the model is fitted by then, as the peer's is
        return NetworkCases.Seconds(ours);
    }, () =>
    {
        if (loaded.Add(peer))
        {
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(normals.Values.AsSpan()));
            peer.Ask(new JsonObject { ["do"] = "load", ["path"] = file, ["rows"] = normals.Rows, ["columns"] = normals.Columns });
        }

        if (fitted.Add((peer, what)) && verb == "score") Ask("fit");
        if (verb == "score") Ask("score");
        return Ask(verb);

        double? Ask(string request) => peer.Ask(new JsonObject { ["do"] = request, ["what"] = what });
    });
}
