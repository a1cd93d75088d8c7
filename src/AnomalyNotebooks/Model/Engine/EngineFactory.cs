using System.Runtime.Intrinsics;

namespace AnomalyNotebooks.Engine;

/// <summary>Chooses once, for a whole network, the widest lanes of this processor and the code for its activation and loss.</summary>
internal static class EngineFactory
{
    public static ITrainingNetwork Training(AutoencoderWeights weights, AutoencoderOptions options) => Widest(new TrainingMaker(weights, options), options);

    public static IInferenceNetwork Inference(AutoencoderWeights weights, AutoencoderOptions options) => Widest(new InferenceMaker(weights, options), options);

    /// <summary>The same for given kernels; for tests.</summary>
    public static ITrainingNetwork Training<TKernels>(AutoencoderWeights weights, AutoencoderOptions options)
        where TKernels : IKernels => WithActivation<ITrainingNetwork, TKernels>(new TrainingMaker(weights, options), options);

    /// <summary>The same for given kernels; for tests.</summary>
    public static IInferenceNetwork Inference<TKernels>(AutoencoderWeights weights, AutoencoderOptions options)
        where TKernels : IKernels => WithActivation<IInferenceNetwork, TKernels>(new InferenceMaker(weights, options), options);

    private static TNetwork Widest<TNetwork>(IMaker<TNetwork> maker, AutoencoderOptions options) =>
        Vector512.IsHardwareAccelerated ? WithActivation<TNetwork, Kernels512>(maker, options)
        : Vector256.IsHardwareAccelerated && !SoftwareFma.IsNeeded ? WithActivation<TNetwork, Kernels256>(maker, options)
        : Vector128.IsHardwareAccelerated ? WithActivation<TNetwork, Kernels128>(maker, options)
        : WithActivation<TNetwork, KernelsScalar>(maker, options);

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

    private sealed class TrainingMaker(AutoencoderWeights weights, AutoencoderOptions options) : IMaker<ITrainingNetwork>
    {
        public ITrainingNetwork Make<TKernels, TActivation, TLoss>()
            where TKernels : IKernels
            where TActivation : IActivation
            where TLoss : ILoss => new TrainingNetwork<TKernels, TActivation, TLoss>(weights, options.BatchSize, options.Threads);
    }

    private sealed class InferenceMaker(AutoencoderWeights weights, AutoencoderOptions options) : IMaker<IInferenceNetwork>
    {
        public IInferenceNetwork Make<TKernels, TActivation, TLoss>()
            where TKernels : IKernels
            where TActivation : IActivation
            where TLoss : ILoss => new InferenceNetwork<TKernels, TActivation, TLoss>(weights, options.Threads);
    }
}
