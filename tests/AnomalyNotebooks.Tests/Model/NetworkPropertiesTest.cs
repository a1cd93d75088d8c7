using FsCheck;
using FsCheck.Fluent;

namespace AnomalyNotebooks.Tests.Model;

/// <summary>What holds for networks of any size, odd ones, batches of one row and layers of one unit among them.</summary>
public sealed unsafe class NetworkPropertiesTest
{
    // Sizes around the lanes' 8 and 16, and 1 more often than chance would have it.
    private static readonly Gen<int> Width = Gen.OneOf(Gen.Constant(1), Gen.Choose(1, 40));

    private static readonly Arbitrary<Shape> Shapes = (
        from features in Width
        from batch in Gen.OneOf(Gen.Constant(1), Gen.Constant(2), Gen.Choose(1, 60), Gen.Choose(250, 300))
        from code in Width
        from hidden in Width.ListOf(2)
        from layers in Gen.Choose(0, 2)
        from batchNorm in Gen.Elements(true, false)
        from activation in Gen.Elements(Activation.Tanh, Activation.Relu)
        from loss in Gen.Elements(ReconstructionLoss.L1, ReconstructionLoss.MeanSquared, ReconstructionLoss.Huber)
        select new Shape(features, batch, new AutoencoderOptions
        {
            HiddenSizes = [.. hidden.Take(layers)],
            CodeSize = code,
            BatchNorm = batchNorm && batch > 1,
            Activation = activation,
            Loss = loss,
            BatchSize = batch,
            Threads = 1,
        })).ToArbitrary();

    [Fact]
    public void Every_vector_width_and_number_of_threads_trains_and_scores_to_the_same_bits() => Prop.ForAll(Shapes, shape =>
    {
        (int features, int batch, AutoencoderOptions options) = shape;
        AutoencoderWeights weights = TestNetworks.Weights(options, features, 3);
        AlignedFloats rows = TestNetworks.Rows(batch * 3, features, 4);
        float[][] expected = Train(EngineFactory.Training<KernelsScalar>(weights, options));
        foreach (ITrainingNetwork network in (ITrainingNetwork[])[
            EngineFactory.Training<Kernels128>(weights, options),
            EngineFactory.Training<Kernels256>(weights, options),
            EngineFactory.Training<Kernels512>(weights, options),
            EngineFactory.Training(weights, options with { Threads = 2 })]) Assert.Equal(expected, Train(network));

        FeatureMatrix flows = TestFlows.Make(50, features, 5);
        double[] scores = Score(EngineFactory.Inference<KernelsScalar>(weights, options));
        foreach (IInferenceNetwork network in (IInferenceNetwork[])[
            EngineFactory.Inference<Kernels128>(weights, options),
            EngineFactory.Inference<Kernels256>(weights, options),
            EngineFactory.Inference<Kernels512>(weights, options)])
        {
            Assert.Equal(scores, Score(network));
            Assert.Equal(scores, Enumerable.Range(0, flows.Rows).Select(row => network.Score(flows.Row(row)))); // alone as in company
        }

        float[][] Train(ITrainingNetwork network)
        {
            using (network)
            {
                float[] losses = TestNetworks.Train(network, rows, features, batch, 3, 0.01);
                return [losses, .. network.Export().Tensors.Select(tensor => tensor.Values)];
            }
        }

        double[] Score(IInferenceNetwork network)
        {
            var losses = new double[flows.Rows];
            network.Score(flows.Values, losses);
            return losses;
        }
    }).QuickCheckThrowOnFailure();

    // Smooth losses only: in a kink, float and double may stand on different sides. The same draws every time, since what rounding
    // does to a BatchNorm over nearly equal rows has no bound.
    [Fact]
    public void Loss_and_gradients_are_those_of_plain_loops_in_double_precision() => Prop.ForAll(Shapes, shape =>
    {
        (int features, int batch, AutoencoderOptions drawn) = shape;
        AutoencoderOptions options = drawn with { Activation = Activation.Tanh, Loss = drawn.Loss == ReconstructionLoss.L1 ? ReconstructionLoss.Huber : drawn.Loss, BatchNorm = drawn.BatchNorm && batch > 2 };
        AutoencoderWeights weights = TestNetworks.Weights(options, features, 3);
        AlignedFloats rows = TestNetworks.Rows(batch, features, 4);
        double[][] plain = [.. Enumerable.Range(0, batch).Select(r => Enumerable.Range(0, features).Select(f => (double)rows.Span[(r * AlignedFloats.Stride(features)) + f]).ToArray())];
        using ITrainingNetwork network = EngineFactory.Training(weights, options);
        float loss = network.Gradients(rows.Start, rows.Start, batch, out IReadOnlyList<WeightTensor> gradients);
        GC.KeepAlive(rows);

        (double expectedLoss, Dictionary<string, double[]> expected) = new NaiveNetwork(weights, options).Gradients(plain);
        Assert.Equal(expectedLoss, loss, 1e-5 * expectedLoss);
        double largest = expected.Values.SelectMany(values => values).Max(Math.Abs);
        foreach (string left in expected.Keys.Except(gradients.Select(gradient => gradient.Name))) // the code's bias, which the next BatchNorm takes out again
            Assert.All(expected[left], gradient => Assert.Equal(0, gradient, 1e-9 * largest));
        foreach (WeightTensor gradient in gradients) Fixture.AssertClose(expected[gradient.Name], Array.ConvertAll(gradient.Values, value => (double)value), 1e-4, 1e-4 * largest);
    }).Check(Config.QuickThrowOnFailure.WithReplay(20_000, 1));

    [Fact]
    public void NaN_and_infinity_are_refused_with_row_and_feature_wherever_they_stand()
    {
        Arbitrary<(int Rows, int Columns, int Row, int Column, float Bad)> places = (
            from rows in Gen.Choose(2, 70)
            from columns in Width
            from row in Gen.Choose(0, rows - 1)
            from column in Gen.Choose(0, columns - 1)
            from bad in Gen.Elements(float.NaN, float.PositiveInfinity, float.NegativeInfinity)
            select (rows, columns, row, column, bad)).ToArbitrary();
        Prop.ForAll(places, place =>
        {
            FeatureMatrix good = TestFlows.Make(place.Rows, place.Columns, 1), broken = TestFlows.Make(place.Rows, place.Columns, 1);
            broken.Values[(place.Row * place.Columns) + place.Column] = place.Bad;
            var options = new AutoencoderOptions { Epochs = 1, BatchNorm = false };
            Autoencoder model = Autoencoder.Fit(options, good, good, 1);
            foreach (Action use in (Action[])[() => Autoencoder.Fit(options, broken, good, 1), () => Autoencoder.Fit(options, good, broken, 1), () => model.Score(broken), () => model.Encode(broken)])
            {
                string message = Assert.Throws<AnomalyException>(use).Message;
                Assert.Contains($"in row {place.Row} (counted from 0), feature 'f{place.Column}'", message, StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();
    }

    private sealed record Shape(int Features, int Batch, AutoencoderOptions Options);
}
