using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>The rest of the path against pandas, scikit-learn and SciPy: reading, preprocessing, correlation, density.</summary>
internal sealed class PathCases(Peer pandas, string csv)
{
    private const int DensityPoints = 45_000, DensityGrid = 512;

    public IEnumerable<BenchCase> All()
    {
        FlowTable flows = FlowSource.Load(csv);
        yield return Row("reading the CSV file", 0.5, () => FlowSource.Load(csv), new JsonObject { ["do"] = "read_csv", ["path"] = csv });
        yield return Row("label encoding and min-max scaling, fit and transform", null, () => FeaturePipeline.Reference.FitTransform(flows),
            new JsonObject { ["do"] = "preprocess", ["path"] = csv });
        yield return Row("correlation of all features", 20, () => CorrelationMatrix.Pearson(flows),
            new JsonObject { ["do"] = "correlation", ["path"] = csv });

        double[] scores = Scores();
        yield return Row($"density of {DensityPoints:N0} scores at {DensityGrid} points", null, () =>
            Density(scores), new JsonObject { ["do"] = "density", ["points"] = DensityPoints, ["grid"] = DensityGrid });
    }

    private BenchCase Row(string name, double? goal, Action ours, JsonObject request) =>
        new(name, "s", false, goal, () => NetworkCases.Best(3, ours), () => pandas.Ask(request));

    private static void Density(double[] scores)
    {
        KernelDensity density = KernelDensity.Fit(scores);
        density.Evaluate(density.Grid(DensityGrid));
    }

    private static double[] Scores()
    {
        var random = new SeededRandom(1);
        var scores = new double[DensityPoints];
        for (int i = 0; i < scores.Length; i++) scores[i] = PortableMath.Exp(random.NextGaussian());
        return scores;
    }
}
