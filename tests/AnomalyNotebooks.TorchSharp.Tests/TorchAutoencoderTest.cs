using TorchSharp;
using static TorchSharp.torch;

namespace AnomalyNotebooks.Tests;

[Collection(TorchCollection.Name)]
public sealed class TorchAutoencoderTest
{
    public TorchAutoencoderTest() => TorchCollection.Load();

    private static readonly AutoencoderOptions Options = AutoencoderOptions.Reference;

    public static TheoryData<bool, Activation> Networks =>
        new MatrixTheoryData<bool, Activation>([true, false], [Activation.Tanh, Activation.Relu]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Weights_go_in_and_come_out_bit_for_bit(bool batchNorm, Activation activation)
    {
        AutoencoderWeights weights = Flows.TrainedWeights(Options with { BatchNorm = batchNorm, Activation = activation });
        using TorchAutoencoder network = TorchAutoencoder.FromWeights(weights, activation);

        AutoencoderWeights back = network.ToWeights(weights.BatchesTracked);

        Assert.Equal(weights.BatchesTracked, back.BatchesTracked);
        Assert.Equal(weights.Tensors.Select(tensor => tensor.Name), back.Tensors.Select(tensor => tensor.Name));
        foreach (WeightTensor tensor in weights.Tensors)
            Assert.Equal(tensor.Values.Select(BitConverter.SingleToInt32Bits), back[tensor.Name]
                .Values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_bundle_written_from_TorchSharp_weights_scores_as_the_original_to_the_bit()
    {
        Autoencoder ours = Flows.Trained(Options);
        using TorchAutoencoder network = TorchAutoencoder.FromWeights(ours.Weights);

        var back = new Autoencoder(Options, ours.Features, network.ToWeights());

        Assert.Equal(ours.Score(Flows.Validation), back.Score(Flows.Validation));
    }

    [Theory]
    [InlineData(ReconstructionLoss.L1, true, Activation.Tanh)]
    [InlineData(ReconstructionLoss.L1, false, Activation.Relu)]
    [InlineData(ReconstructionLoss.MeanSquared, true, Activation.Relu)]
    [InlineData(ReconstructionLoss.Huber, true, Activation.Tanh)]
    public void Scores_of_one_set_of_weights_agree_with_the_managed_engine_to_1e_5(ReconstructionLoss loss, bool batchNorm,
        Activation activation)
    {
        Autoencoder ours = Flows.Trained(Options with { Loss = loss, BatchNorm = batchNorm, Activation = activation });
        using TorchAutoencoder network = TorchAutoencoder.FromWeights(ours.Weights, activation);

        double[] managed = ours.Score(Flows.Validation), torch = network.Score(Flows.Validation, loss);

        for (int row = 0; row < managed.Length; row++) Assert.Equal(managed[row], torch[row], 1e-5 * Math.Max(1, managed[row]));
    }

    [Fact]
    public void The_state_dict_has_the_names_of_PyTorch()
    {
        using var network = new TorchAutoencoder(Options.LayerSizes(44));

        Assert.Equal(
            ["decoder.0.bias", "decoder.0.weight", "decoder.1.bias", "decoder.1.num_batches_tracked"],
            network.state_dict().Keys.Order(StringComparer.Ordinal).Take(4));
        Assert.Equal(1442, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void It_is_a_module_to_use_in_a_researchers_own_loop()
    {
        using var scope = NewDisposeScope();
        using var network = new TorchAutoencoder([4, 3, 2, 3, 4]);
        nn.Module<Tensor, Tensor> module = network;

        Tensor output = module.call(rand(5, 4));

        Assert.Equal([5, 4], output.shape);
        output.sum().backward();
        Assert.All(network.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Weights_of_another_shape_are_refused()
    {
        using var network = new TorchAutoencoder([4, 3, 2, 3, 4]);

        AnomalyException error = Assert.Throws<AnomalyException>(() => network.Load(AutoencoderWeights.Initial(Options, 44, 1)));

        Assert.Contains("44-12-7-4-7-12-44 BatchNorm autoencoder do not fit a 4-3-2-3-4 BatchNorm one", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Scoring_in_several_calls_gives_the_scores_of_one()
    {
        Autoencoder ours = Flows.Trained(Options);
        using TorchAutoencoder network = TorchAutoencoder.FromWeights(ours.Weights);
        FeatureMatrix many = Flows.Repeat(Flows.Validation, rows: 70_001);

        double[] scores = network.Score(many, ReconstructionLoss.L1);

        for (int row = 0; row < many.Rows; row++) Assert.Equal(scores[row % Flows.Validation.Rows], scores[row], 1e-5);
    }
}
