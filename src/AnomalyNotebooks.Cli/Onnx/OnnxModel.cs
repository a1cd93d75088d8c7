using System.Globalization;

namespace AnomalyNotebooks.Cli.Onnx;

/// <summary>
/// A saved autoencoder as a model of ONNX: a flow's columns go in, each under its own name; <c>score</c> and <c>alarm</c> come out.
/// </summary>
internal static class OnnxModel
{
    /// <summary>Reads a bundle and makes a model of it.</summary>
    /// <exception cref="AnomalyException">It cannot be read, is no autoencoder, or has a preprocessing that cannot be
    /// expressed.</exception>
    public static byte[] Of(string path)
    {
        DetectorBundle bundle = DetectorBundle.Load(path);
        return bundle.Detector is FittedPipelineDetector { Model: FittedAutoencoder model } fitted
            ? Of(fitted.Pipeline, model.Network, bundle.Threshold.Value, bundle.DataTitle)
            : throw new AnomalyException($"{path} holds '{bundle.Name}', which is no autoencoder of features: its tables, trees or "
                + "neighbours have no form in standard operators. Fit with --detector wide-autoencoder or reference-autoencoder.");
    }

    /// <summary>Makes a model.</summary>
    /// <param name="pipeline">What makes features of flows.</param>
    /// <param name="network">What scores them.</param>
    /// <param name="threshold">Scores above it are alarms.</param>
    /// <param name="title">What it was fitted on.</param>
    /// <exception cref="AnomalyException">The preprocessing cannot be expressed.</exception>
    public static byte[] Of(FittedFeaturePipeline pipeline, Autoencoder network, double threshold, string title)
    {
        var graph = new OnnxGraph();
        string score = Score(graph, new OnnxPipeline(graph).Add(pipeline), network);
        graph.Output(score, "score", OnnxType.Double);
        graph.Output(graph.Node("Greater", score, graph.Node("Squeeze", graph.Numbers(threshold))), "alarm", OnnxType.Flag);
        return graph.ToModel("autoencoder",
        [
            new("fitted_on", title), new("features", pipeline.Settings.Name),
            new("threshold", threshold.ToString("R", CultureInfo.InvariantCulture)),
        ]);
    }

    // The layers with BatchNorm folded in, as the library scores; then the loss of each flow.
    private static string Score(OnnxGraph graph, string features, Autoencoder network)
    {
        string values = features;
        IReadOnlyList<int> sizes = network.Weights.LayerSizes;
        for (int l = 0; l < sizes.Count - 1; l++)
        {
            var layer = new FoldedLayer(network.Weights, l);
            string weight = graph.Singles(layer.Weight, sizes[l + 1], sizes[l]), bias = graph.Singles(layer.Bias, sizes[l + 1]);
            values = graph.Node("Gemm", [values, weight, bias], ("transB", 1));
            if (layer.IsHidden) values = graph.Node(network.Options.Activation == Activation.Tanh ? "Tanh" : "Relu", values);
        }

        string error = graph.As(OnnxType.Double, graph.Node("Sub", values, features)), size = graph.Node("Abs", error);
        string losses = network.Options.Loss switch
        {
            ReconstructionLoss.MeanSquared => graph.Node("Mul", error, error),
            // With c = min(d, 1) it is c (d - c / 2): d² / 2 up to 1, d - 1/2 beyond.
            ReconstructionLoss.Huber => graph.Node("Min", size, graph.Numbers(1)) is var c
                ? graph.Node("Mul", c, graph.Node("Sub", size, graph.Node("Mul", c, graph.Numbers(0.5))))
                : "",
            _ => size,
        };
        string operation = network.Options.Loss == ReconstructionLoss.L1 ? "ReduceSum" : "ReduceMean";
        return graph.Node(operation, [losses, graph.Wholes(1)], ("keepdims", 0));
    }
}
