using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly data closeness</c>: how close the synthetic sample comes to the real flows.</summary>
internal static class DataClosenessCommand
{
    public static Command Create()
    {
        Option<string?> data = DataCommand.DataOption();
        Option<ulong> seed = new("--seed") { Description = "Seed of the synthetic flows, the splits and the detectors.",
            DefaultValueFactory = _ => SyntheticFlows.DefaultSeed };
        var command = new Command("closeness", "Compare the synthetic sample with the real flows, as Markdown.") { data, seed };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(Terminal.Output, parsed.GetValue(data), parsed.GetValue(seed), cancellation)));
        return command;
    }

    private static int Run(IAnsiConsole console, string? data, ulong seed, CancellationToken cancellation)
    {
        FlowTable real = FlowSource.Load(data);
        if (real.Origin.IsSynthetic)
            throw new AnomalyException("The synthetic sample is compared with real flows, and there are none. "
                + $"{FlowSource.HowToGetTheData}");
        console.Write(new Text(Table(real, seed, cancellation)) { Overflow = Overflow.Fold });
        return ExitCode.Ok;
    }

    /// <summary>Compares as many synthetic flows with the real ones, and two halves of the real ones with each other.</summary>
    internal static string Table(FlowTable real, ulong seed, CancellationToken cancellation)
    {
        FlowTable synthetic = SyntheticFlows.Generate(FlowProfile.Bundled, real.Count, seed);
        int[] order = SeededRandom.Fork(seed, 0).Permutation(real.Count);
        FlowTable firstHalf = real.Take(order.AsSpan(0, order.Length / 2)), secondHalf = real.Take(order.AsSpan(order.Length / 2));
        return Markdown(SampleCloseness.Compare(real, synthetic, seed, cancellation),
            SampleCloseness.Compare(firstHalf, secondHalf, seed, cancellation));
    }

    // The comparison as two tables, beside it that of two halves of the real flows.
    private static string Markdown(SampleCloseness synthetic, SampleCloseness halves)
    {
        var lines = new List<string>
        {
            "| attack_cat | real flows | mean KS distance | largest | of feature | proto, service, state | two halves: mean KS | largest |",
            "|---|---:|---:|---:|---|---:|---:|---:|",
        };
        foreach (CategoryCloseness category in synthetic.Categories)
        {
            CategoryCloseness? yardstick = halves.Categories.FirstOrDefault(half => half.Category == category.Category);
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {category.Category} | {category.RealFlows:N0} | {category.MeanDistance:0.000} | "
                + $"{category.WorstDistance:0.000} | {category.WorstFeature} | {category.TextDistance:0.000} | "
                + $"{yardstick?.MeanDistance:0.000} | {yardstick?.WorstDistance:0.000} |"));
        }

        lines.AddRange(["", $"| | real | synthetic | two halves of the real |", $"|---|---:|---:|---:|"]);
        lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| Pearson correlations: mean (largest) difference | | {synthetic.Pearson.Mean:0.000} "
            + $"({synthetic.Pearson.Largest:0.00}) | {halves.Pearson.Mean:0.000} ({halves.Pearson.Largest:0.00}) |"));
        lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| Spearman correlations: mean (largest) difference | | {synthetic.Spearman.Mean:0.000} "
            + $"({synthetic.Spearman.Largest:0.00}) | {halves.Spearman.Mean:0.000} ({halves.Spearman.Largest:0.00}) |"));
        lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| rows that repeat another | {synthetic.RepeatedShare.Real:0.0 %} | {synthetic.RepeatedShare.Other:0.0 %} | "
            + $"{halves.RepeatedShare.Real:0.0 %}, {halves.RepeatedShare.Other:0.0 %} |"));
        foreach ((DetectorCloseness detector, DetectorCloseness half) in synthetic.Detectors.Zip(halves.Detectors))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| AUROC of {detector.Detector} | {detector.RealAuroc:0.000} | {detector.OtherAuroc:0.000} | "
                + $"{half.RealAuroc:0.000}, {half.OtherAuroc:0.000} |"));
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| AUROC of {detector.Detector}, fitted on synthetic normals, judged on real flows | | "
                + $"{detector.TransferAuroc:0.000} | {half.TransferAuroc:0.000} |"));
        }

        return string.Join('\n', lines) + "\n";
    }

}
