namespace AnomalyNotebooks;

/// <summary>Every setting of an autoencoder and its training. The defaults are the reference network with shuffled batches.</summary>
public sealed record AutoencoderOptions
{
    /// <summary>Widths of the encoder's hidden layers from the input side; the decoder mirrors them. Default 12, 7.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [12, 7];

    /// <summary>Width of the code, the narrow middle. Default 4.</summary>
    public int CodeSize { get; init; } = 4;

    /// <summary>What follows each hidden layer. Default tanh.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Whether a BatchNorm (momentum 0.1, epsilon 1e-5, as PyTorch's) stands between each hidden layer and its
    /// activation.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>What training minimises and what a flow's score is. Default L1.</summary>
    public ReconstructionLoss Loss { get; init; } = ReconstructionLoss.L1;

    /// <summary>Adam's first step size; above 0. Default 0.005.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>Rows a step; at least 1, and at least 2 with <see cref="BatchNorm"/>. Default 12.</summary>
    public int BatchSize { get; init; } = 12;

    /// <summary>Passes over the training rows, at most; at least 1. Default 30.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Whether the rows are put in a new random order each epoch; otherwise in the given one. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Epochs without a better validation loss (by more than 0.01 %) after which the learning rate falls, as PyTorch's
    /// <c>ReduceLROnPlateau</c> counts them; null keeps the rate. Default 3.</summary>
    public int? PlateauPatience { get; init; } = 3;

    /// <summary>What the learning rate is multiplied by on a plateau; in (0, 1). Default 0.1.</summary>
    public double PlateauFactor { get; init; } = 0.1;

    /// <summary>Epochs without a better validation loss after which training ends; null never ends it early. Default null.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>Share of input values, 0 to below 1, that are swapped for the same feature of another training row while the clean
    /// row is to be reconstructed: a denoising autoencoder (Vincent et al., 2008) with swap noise. Default 0: none.</summary>
    public double SwapNoise { get; init; }

    /// <summary>Threads at most; 0 takes what the work is worth, up to the number of processors. It changes no bit of the
    /// results.</summary>
    public int Threads { get; init; }

    /// <summary>Who trains: a name that <see cref="AutoencoderEngines"/> knows. Default <c>managed</c>, the engine of this
    /// library.</summary>
    public string Engine { get; init; } = "managed";

    /// <summary>The reference project's: 12-7-4-7-12, batches of 12 in the given order, 30 epochs.</summary>
    public static AutoencoderOptions Reference { get; } = new() { Shuffle = false };

    /// <summary>A wide network for one-hot inputs: 128-64-16-64-128, batches of 256.</summary>
    public static AutoencoderOptions Wide { get; } = new()
    {
        HiddenSizes = [128, 64],
        CodeSize = 16,
        LearningRate = 0.001,
        BatchSize = 256,
    };

    /// <summary>All layers' widths from input to output for <paramref name="features"/> inputs, such as 44-12-7-4-7-12-44.</summary>
    public IReadOnlyList<int> LayerSizes(int features) =>
        [features, .. HiddenSizes, CodeSize, .. HiddenSizes.Reverse(), features];

    /// <summary>Refuses settings that cannot be trained with.</summary>
    /// <exception cref="AnomalyException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(HiddenSizes.All(size => size is >= 1 and <= 65536), nameof(HiddenSizes), string.Join("-", HiddenSizes),
            "sizes from 1 to 65536");
        Require(CodeSize is >= 1 and <= 65536, nameof(CodeSize), CodeSize, "1 to 65536");
        Require(Enum.IsDefined(Activation), nameof(Activation), Activation, "one of the enumeration");
        Require(Enum.IsDefined(Loss), nameof(Loss), Loss, "one of the enumeration");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a positive number");
        Require(BatchSize >= (BatchNorm ? 2 : 1) && BatchSize <= 1 << 24, nameof(BatchSize), BatchSize,
            BatchNorm ? "2 or more (BatchNorm needs a variance: a batch of one row has none)" : "1 to 16777216");
        Require(Epochs >= 1, nameof(Epochs), Epochs, "1 or more");
        Require(PlateauPatience is null or >= 0, nameof(PlateauPatience), PlateauPatience, "null, 0 or more");
        Require(PlateauFactor is > 0 and < 1, nameof(PlateauFactor), PlateauFactor, "between 0 and 1");
        Require(EarlyStoppingPatience is null or >= 1, nameof(EarlyStoppingPatience), EarlyStoppingPatience, "null, 1 or more");
        Require(SwapNoise is >= 0 and < 1, nameof(SwapNoise), SwapNoise, "0 to below 1");
        Require(Threads >= 0, nameof(Threads), Threads, "0 (automatic) or more");
    }

    private static void Require(bool holds, string setting, object? value, string expected)
    {
        if (!holds)
            throw new AnomalyException(
                FormattableString.Invariant($"AutoencoderOptions.{setting} is {value ?? "null"}: expected {expected}."));
    }
}
