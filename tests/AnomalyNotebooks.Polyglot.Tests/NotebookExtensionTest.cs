using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace AnomalyNotebooks.Polyglot.Tests;

[Collection(TorchCollection.Name)]
public sealed class NotebookExtensionTest
{
    [Fact]
    public async Task It_registers_the_TorchSharp_engines()
    {
        using var kernel = new CompositeKernel();

        await new NotebookExtension().OnLoadAsync(kernel);

        Assert.Contains("torchsharp", AutoencoderEngines.Names);
        Assert.Contains("torchsharp-cuda", AutoencoderEngines.Names);
    }

    [Fact]
    public async Task A_feature_matrix_shows_its_first_rows_as_a_table()
    {
        using var kernel = new CompositeKernel();
        await new NotebookExtension().OnLoadAsync(kernel);

        string html = Flows.Train.ToDisplayString("text/html"), text = Flows.Train.ToDisplayString("text/plain");

        Assert.Contains("<th style=\"text-align:right\">f1</th>", html, StringComparison.Ordinal);
        Assert.Contains("The first 10 of 601 rows.", html, StringComparison.Ordinal);
        Assert.Contains("The first 10 of 601 rows.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_of_TorchSharp_shows_its_tensors()
    {
        TorchCollection.SkipWhereTheSystemIsTooOld();
        using var kernel = new CompositeKernel();
        await new NotebookExtension().OnLoadAsync(kernel);
        using var network = new TorchAutoencoder([4, 3, 2, 3, 4]);

        string html = network.ToDisplayString("text/html");

        Assert.Contains("Autoencoder 4-3-2-3-4, BatchNorm", html, StringComparison.Ordinal);
        Assert.Contains("encoder.1.running_mean", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flows_show_their_origin_and_escape_their_texts()
    {
        using var kernel = new CompositeKernel();
        await new NotebookExtension().OnLoadAsync(kernel);
        Dictionary<string, double[]> numbers = FlowSchema.UnswNb15.NumericFeatures.ToDictionary(name => name, _ => new double[] { 1 });
        var texts = new Dictionary<string, string?[]> { ["proto"] = ["<script>"], ["service"] = ["-"], ["state"] = ["FIN"], ["attack_cat"] = ["Normal"] };

        string html = FlowTable.FromColumns(numbers, texts).ToDisplayString("text/html");

        Assert.Contains("flows in memory, 1 flows", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_progress_is_one_output_that_is_replaced_until_the_kernel_is_gone()
    {
        TorchCollection.SkipWhereTheSystemIsTooOld();
        var shown = new List<string>();
        using (var kernel = new CompositeKernel())
        {
            await new NotebookExtension(output =>
            {
                shown.Add("show " + output);
                return next => shown.Add("replace " + next);
            }).OnLoadAsync(kernel);

            Autoencoder.Fit(AutoencoderOptions.Reference with { Epochs = 2, Engine = "torchsharp" }, Flows.Train, Flows.Validation, seed: 1, new TrainingProgress());
        }

        Assert.Equal(2, shown.Count);
        Assert.StartsWith("show epoch 1/2", shown[0], StringComparison.Ordinal);
        Assert.StartsWith("replace epoch 2/2", shown[1], StringComparison.Ordinal);
        Assert.Null(LiveOutput.Host);
    }
}
