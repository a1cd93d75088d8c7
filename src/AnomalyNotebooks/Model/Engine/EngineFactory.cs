using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>Chooses once, for a whole network, the widest lanes of this processor and the code for its activation and loss.</summary>
internal static class EngineFactory
{
    public static ITrainingNetwork Training(AutoencoderWeights weights, AutoencoderOptions options) => Widest(new TrainingMaker(weights, options), options);

    public static IInferenceNetwork Inference(AutoencoderWeights weights, AutoencoderOptions options) => Widest(new InferenceMaker(weights, options), options);

    /// <summary>The same for given lanes; for tests.</summary>
    public static ITrainingNetwork Training<TWide, TNarrow>(AutoencoderWeights weights, AutoencoderOptions options)
        where TWide : struct, ILanes<TWide>
        where TNarrow : struct, ILanes<TNarrow> => WithActivation<ITrainingNetwork, TWide, TNarrow>(new TrainingMaker(weights, options), options);

    /// <summary>The same for given lanes; for tests.</summary>
    public static IInferenceNetwork Inference<TWide, TNarrow>(AutoencoderWeights weights, AutoencoderOptions options)
        where TWide : struct, ILanes<TWide>
        where TNarrow : struct, ILanes<TNarrow> => WithActivation<IInferenceNetwork, TWide, TNarrow>(new InferenceMaker(weights, options), options);

    private static TNetwork Widest<TNetwork>(IMaker<TNetwork> maker, AutoencoderOptions options) =>
        Vector512.IsHardwareAccelerated ? WithActivation<TNetwork, Lanes512, Lanes256>(maker, options)
        : Vector256.IsHardwareAccelerated && !SoftwareFma.IsNeeded ? WithActivation<TNetwork, Lanes256, Lanes256>(maker, options)
        : Vector128.IsHardwareAccelerated ? WithActivation<TNetwork, Lanes128, Lanes128>(maker, options)
        : WithActivation<TNetwork, LanesScalar, LanesScalar>(maker, options);

    private static TNetwork WithActivation<TNetwork, TWide, TNarrow>(IMaker<TNetwork> maker, AutoencoderOptions options)
        where TWide : struct, ILanes<TWide>
        where TNarrow : struct, ILanes<TNarrow> => options.Activation switch
        {
            Activation.Relu => WithLoss<TNetwork, TWide, TNarrow, ReluActivation>(maker, options),
            _ => WithLoss<TNetwork, TWide, TNarrow, TanhActivation>(maker, options),
        };

    private static TNetwork WithLoss<TNetwork, TWide, TNarrow, TActivation>(IMaker<TNetwork> maker, AutoencoderOptions options)
        where TWide : struct, ILanes<TWide>
        where TNarrow : struct, ILanes<TNarrow>
        where TActivation : IActivation => options.Loss switch
        {
            ReconstructionLoss.MeanSquared => maker.Make<TWide, TNarrow, TActivation, SquaredLoss>(),
            ReconstructionLoss.Huber => maker.Make<TWide, TNarrow, TActivation, HuberLoss>(),
            _ => maker.Make<TWide, TNarrow, TActivation, AbsoluteLoss>(),
        };

    private interface IMaker<TNetwork>
    {
        TNetwork Make<TWide, TNarrow, TActivation, TLoss>()
            where TWide : struct, ILanes<TWide>
            where TNarrow : struct, ILanes<TNarrow>
            where TActivation : IActivation
            where TLoss : ILoss;
    }

    private sealed class TrainingMaker(AutoencoderWeights weights, AutoencoderOptions options) : IMaker<ITrainingNetwork>
    {
        public ITrainingNetwork Make<TWide, TNarrow, TActivation, TLoss>()
            where TWide : struct, ILanes<TWide>
            where TNarrow : struct, ILanes<TNarrow>
            where TActivation : IActivation
            where TLoss : ILoss => new TrainingNetwork<TWide, TNarrow, TActivation, TLoss>(weights, options.BatchSize, options.Threads);
    }

    private sealed class InferenceMaker(AutoencoderWeights weights, AutoencoderOptions options) : IMaker<IInferenceNetwork>
    {
        public IInferenceNetwork Make<TWide, TNarrow, TActivation, TLoss>()
            where TWide : struct, ILanes<TWide>
            where TNarrow : struct, ILanes<TNarrow>
            where TActivation : IActivation
            where TLoss : ILoss => new InferenceNetwork<TWide, TNarrow, TActivation, TLoss>(weights, options.Threads);
    }
}
