using System.Runtime.Intrinsics;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// Chooses once, for a whole network, the widest lanes of this processor and the code for its activation and loss; the plain networks where
/// there are no vectors.
/// </summary>
internal static class EngineFactory
{
    public static ITrainingNetwork Training(AutoencoderWeights weights, AutoencoderOptions options, FeatureMatrix train) =>
        Widest(new TrainingMaker(weights, options, train), options) ?? new Network(weights, options, train);

    public static IFittedNetwork Fitted(AutoencoderWeights weights, AutoencoderOptions options) =>
        Widest(new FittedMaker(weights, options), options) ?? new FittedNetwork(weights, options);

    /// <summary>The same for given kernels; for tests.</summary>
    public static ITrainingNetwork Training<TKernels>(AutoencoderWeights weights, AutoencoderOptions options, FeatureMatrix train)
        where TKernels : IKernels => WithActivation<ITrainingNetwork, TKernels>(new TrainingMaker(weights, options, train), options);

    /// <summary>The same for given kernels; for tests.</summary>
    public static IFittedNetwork Fitted<TKernels>(AutoencoderWeights weights, AutoencoderOptions options)
        where TKernels : IKernels => WithActivation<IFittedNetwork, TKernels>(new FittedMaker(weights, options), options);

    private static TNetwork? Widest<TNetwork>(IMaker<TNetwork> maker, AutoencoderOptions options) where TNetwork : class =>
        Vector512.IsHardwareAccelerated ? WithActivation<TNetwork, Kernels512>(maker, options)
        : Vector256.IsHardwareAccelerated && !SoftwareFma.IsNeeded ? WithActivation<TNetwork, Kernels256>(maker, options)
        : Vector128.IsHardwareAccelerated ? WithActivation<TNetwork, Kernels128>(maker, options)
        : null;

    private static TNetwork WithActivation<TNetwork, TKernels>(IMaker<TNetwork> maker, AutoencoderOptions options)
        where TKernels : IKernels => options.Activation switch
        {
            Activation.Relu => WithLoss<TNetwork, TKernels, ReluActivation>(maker, options),
            _ => WithLoss<TNetwork, TKernels, TanhActivation>(maker, options),
        };

    private static TNetwork WithLoss<TNetwork, TKernels, TActivation>(IMaker<TNetwork> maker, AutoencoderOptions options)
        where TKernels : IKernels
        where TActivation : IActivation => options.Loss switch
        {
            ReconstructionLoss.MeanSquared => maker.Make<TKernels, TActivation, SquaredLoss>(),
            ReconstructionLoss.Huber => maker.Make<TKernels, TActivation, HuberLoss>(),
            _ => maker.Make<TKernels, TActivation, AbsoluteLoss>(),
        };

    private interface IMaker<TNetwork>
    {
        TNetwork Make<TKernels, TActivation, TLoss>()
            where TKernels : IKernels
            where TActivation : IActivation
            where TLoss : ILoss;
    }

    private sealed class TrainingMaker(AutoencoderWeights weights, AutoencoderOptions options, FeatureMatrix train)
        : IMaker<ITrainingNetwork>
    {
        public ITrainingNetwork Make<TKernels, TActivation, TLoss>()
            where TKernels : IKernels
            where TActivation : IActivation
            where TLoss : ILoss => new VectorNetwork<TKernels, TActivation, TLoss>(weights, options, train);
    }

    private sealed class FittedMaker(AutoencoderWeights weights, AutoencoderOptions options) : IMaker<IFittedNetwork>
    {
        public IFittedNetwork Make<TKernels, TActivation, TLoss>()
            where TKernels : IKernels
            where TActivation : IActivation
            where TLoss : ILoss => new VectorFittedNetwork<TKernels, TActivation, TLoss>(new FittedNetwork(weights, options), options);
    }
}
