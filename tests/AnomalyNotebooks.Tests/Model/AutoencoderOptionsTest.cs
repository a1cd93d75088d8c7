namespace AnomalyNotebooks.Tests.Model;

public sealed class AutoencoderOptionsTest
{
    public static TheoryData<string, AutoencoderOptions> Wrong => new()
    {
        { "HiddenSizes", new() { HiddenSizes = [4, 0] } },
        { "CodeSize", new() { CodeSize = 0 } },
        { "LearningRate", new() { LearningRate = double.NaN } },
        { "LearningRate", new() { LearningRate = 0 } },
        { "BatchSize", new() { BatchSize = 1 } },
        { "Epochs", new() { Epochs = 0 } },
        { "PlateauPatience", new() { PlateauPatience = -1 } },
        { "PlateauFactor", new() { PlateauFactor = 1 } },
        { "EarlyStoppingPatience", new() { EarlyStoppingPatience = 0 } },
        { "SwapNoise", new() { SwapNoise = 1 } },
        { "Threads", new() { Threads = -1 } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_setting_out_of_range_is_named(string setting, AutoencoderOptions options) =>
        Assert.Contains($"AutoencoderOptions.{setting} is", Assert.Throws<AnomalyException>(options.Validate).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_reference_network_has_the_layers_of_the_published_project() =>
        Assert.Equal([44, 12, 7, 4, 7, 12, 44], AutoencoderOptions.Reference.LayerSizes(44));

    [Fact]
    public void An_unknown_engine_is_refused_with_the_known_names()
    {
        FeatureMatrix rows = TestFlows.Make(20, 3, 1);
        string message = Assert.Throws<AnomalyException>(() => Autoencoder.Fit(new AutoencoderOptions { Engine = "abacus" }, rows, rows, 1))
            .Message;
        Assert.Contains("'abacus'", message, StringComparison.Ordinal);
        Assert.Contains("managed", message, StringComparison.Ordinal);
    }
}
