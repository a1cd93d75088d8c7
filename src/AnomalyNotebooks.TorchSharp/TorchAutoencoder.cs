using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace AnomalyNotebooks;

/// <summary>
/// The autoencoder as a module of TorchSharp: two <c>nn.Sequential</c>s, <c>encoder</c> and <c>decoder</c>, of Linear, BatchNorm1d
/// and activation, so that its <c>state_dict</c> has the names of <see cref="AutoencoderWeights"/>. Weights go in and out bit for bit.
/// </summary>
public sealed class TorchAutoencoder : nn.Module<Tensor, Tensor>
{
    // Rows scored in one call: enough to keep the processor busy, little enough to stay small in memory.
    private const int RowsPerCall = 65536;

    // state_dict takes its names from these fields'.
    private readonly Sequential encoder, decoder;
    private readonly IReadOnlyList<int> layerSizes;
    private readonly bool batchNorm;

    // Held while the network is: TorchSharp itself keeps no scalar that it hands to native code (see TorchAdam).
    private readonly Scalar one;

    /// <summary>A network with PyTorch's default initialisation.</summary>
    /// <param name="layerSizes">Widths from input to output, such as 44, 12, 7, 4, 7, 12, 44.</param>
    /// <param name="batchNorm">Whether a BatchNorm stands before each activation.</param>
    /// <param name="activation">What follows each hidden layer; the code and the output are linear.</param>
    public TorchAutoencoder(IReadOnlyList<int> layerSizes, bool batchNorm = true, Activation activation = Activation.Tanh)
        : base(Loaded(nameof(TorchAutoencoder)))
    {
        one = 1L;
        this.layerSizes = layerSizes;
        this.batchNorm = batchNorm;
        int code = (layerSizes.Count - 1) / 2;
        encoder = Half(layerSizes.Take(code + 1).ToArray(), batchNorm, activation);
        decoder = Half(layerSizes.Skip(code).ToArray(), batchNorm, activation);
        RegisterComponents();
    }

    /// <summary>A network with the given weights, ready to score.</summary>
    public static TorchAutoencoder FromWeights(AutoencoderWeights weights, Activation activation = Activation.Tanh)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var network = new TorchAutoencoder(weights.LayerSizes, weights.HasBatchNorm, activation);
        network.Load(weights);
        network.eval();
        return network;
    }

    /// <summary>Reconstructs flows (rows x features).</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor output = Forward(decoder, Forward(encoder, input)); // (rows, code size), then (rows, features)
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Takes over all weights and BatchNorm statistics.</summary>
    /// <exception cref="AnomalyException">They belong to a network of another shape.</exception>
    public void Load(AutoencoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!weights.LayerSizes.SequenceEqual(layerSizes) || weights.HasBatchNorm != batchNorm)
            throw new AnomalyException($"Weights of a {Name(weights.LayerSizes, weights.HasBatchNorm)} autoencoder do not fit a "
                + $"{Name(layerSizes, batchNorm)} one.");

        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> state = weights.Tensors.ToDictionary(
            tensor => tensor.Name,
            tensor => torch.tensor(tensor.Values, tensor.Shape.Select(size => (long)size).ToArray()));
        foreach (string counter in state_dict().Keys.Where(IsCounter)) state[counter] = torch.tensor(weights.BatchesTracked);
        load_state_dict(state);
    }

    /// <summary>All weights and BatchNorm statistics, copied.</summary>
    /// <param name="batchesTracked">Training steps taken, where no BatchNorm has counted them.</param>
    public AutoencoderWeights ToWeights(long batchesTracked = 0)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<WeightTensor>();
        foreach ((string name, Tensor tensor) in state_dict())
        {
            if (IsCounter(name)) batchesTracked = tensor.cpu().item<long>();
            else tensors.Add(new WeightTensor(name, [.. tensor.shape.Select(size => (int)size)], tensor.detach().cpu().data<float>()
                .ToArray()));
        }

        return new AutoencoderWeights(layerSizes, batchNorm, tensors, batchesTracked);
    }

    /// <summary>Reconstruction loss of each row; higher is more anomalous. Leaves the network in evaluation mode.</summary>
    public double[] Score(FeatureMatrix flows, ReconstructionLoss loss)
    {
        ArgumentNullException.ThrowIfNull(flows);
        eval();
        using IDisposable noGradients = no_grad();
        Device device = parameters().First().device;
        var scores = new double[flows.Rows];
        for (int start = 0; start < flows.Rows; start += RowsPerCall)
        {
            using var scope = NewDisposeScope();
            int rows = Math.Min(RowsPerCall, flows.Rows - start);
            Tensor input = torch.tensor(flows.Values.AsMemory(start * flows.Columns, rows * flows.Columns), [rows, flows.Columns],
                device: device);
            float[] losses = RowLosses(call(input), input, loss).cpu().data<float>().ToArray();
            for (int row = 0; row < rows; row++) scores[start + row] = losses[row];
        }

        return scores;
    }

    /// <summary>
    /// The parameters that training has a gradient for. A bias that the next BatchNorm subtracts again has none but rounding noise,
    /// which Adam would blow up to full steps: as in the managed engine it stays as it was.
    /// </summary>
    internal IEnumerable<TorchParameter> TrainedParameters()
    {
        // Without hidden layers there is no BatchNorm.
        if (!batchNorm || layerSizes.Count == 3) return parameters();
        HashSet<IntPtr> voids = [.. encoder.children().Concat(decoder.children()).OfType<Linear>().SkipLast(1).Select(linear =>
            linear.bias!.Handle)];
        return parameters().Where(parameter => !voids.Contains(parameter.Handle));
    }

    /// <summary>The loss of each row (rows) between a reconstruction and its input (rows x features).</summary>
    internal static Tensor RowLosses(Tensor output, Tensor input, ReconstructionLoss loss) => loss switch
    {
        ReconstructionLoss.L1 => nn.functional.l1_loss(output, input, nn.Reduction.None).sum(1),
        ReconstructionLoss.MeanSquared => nn.functional.mse_loss(output, input, nn.Reduction.None).mean([1]),
        ReconstructionLoss.Huber => nn.functional.huber_loss(output, input, 1.0, nn.Reduction.None).mean([1]),
        _ => throw new AnomalyException($"The loss {loss} is not known to the TorchSharp engine."),
    };

    private Tensor Forward(Sequential half, Tensor input)
    {
        foreach (nn.Module module in half.children())
            input = module is BatchNorm1d norm ? Normalize(norm, input) : ((nn.Module<Tensor, Tensor>)module).call(input);
        return input;
    }

    // What BatchNorm1d.forward does, with the scalar held.
    private Tensor Normalize(BatchNorm1d norm, Tensor input)
    {
        if (training) norm.num_batches_tracked!.add_(one, one);
        return nn.functional.batch_norm(input, norm.running_mean, norm.running_var, norm.weight, norm.bias, training,
            norm.momentum!.Value, norm.eps);
    }

    // The native libraries must be there before TorchSharp looks for them.
    private static string Loaded(string name)
    {
        TorchLibrary.Load();
        return name;
    }

    // Linear, BatchNorm, activation for each hidden layer, then a linear one: in the encoder the code, in the decoder the output.
    private static Sequential Half(int[] sizes, bool batchNorm, Activation activation)
    {
        var modules = new List<nn.Module<Tensor, Tensor>>();
        for (int layer = 1; layer < sizes.Length; layer++)
        {
            modules.Add(nn.Linear(sizes[layer - 1], sizes[layer]));
            if (layer == sizes.Length - 1) break;
            if (batchNorm) modules.Add(nn.BatchNorm1d(sizes[layer]));
            modules.Add(ActivationModule(activation));
        }

        return nn.Sequential([.. modules]);
    }

    private static nn.Module<Tensor, Tensor> ActivationModule(Activation activation) => activation switch
    {
        Activation.Tanh => nn.Tanh(),
        Activation.Relu => nn.ReLU(),
        _ => throw new AnomalyException($"The activation {activation} is not known to the TorchSharp engine."),
    };

    private static bool IsCounter(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static string Name(IReadOnlyList<int> sizes, bool batchNorm) => string.Join("-", sizes) + (batchNorm ? " BatchNorm" : "");
}
