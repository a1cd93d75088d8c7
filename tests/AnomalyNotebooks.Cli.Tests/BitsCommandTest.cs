using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Tests;

/// <summary>Runs <c>anomaly bits</c> in processes of their own under settings that change which instructions there are.</summary>
public sealed class BitsCommandTest
{
    private static readonly Lazy<string> Plain = new(() => Bits(AppContext.BaseDirectory));

    [Theory]
    [InlineData("DOTNET_EnableAVX512=0", "")]
    [InlineData("DOTNET_EnableAVX2=0", "")]
    [InlineData("DOTNET_PreferredVectorBitWidth=256", "")]
    [InlineData("DOTNET_EnableHWIntrinsic=0", "")]
    [InlineData("DOTNET_TieredCompilation=0", "--threads 1")]
    [InlineData("DOTNET_TieredPGO=1", "--threads 2")]
    [InlineData("DOTNET_TC_QuickJitForLoops=0", "--threads 3")]
    public void Weights_and_scores_have_the_same_bits_under(string setting, string arguments) =>
        Assert.Equal(Plain.Value, Bits(AppContext.BaseDirectory, setting, arguments));

    [Fact]
    public void Weights_and_scores_have_the_same_bits_with_an_unoptimised_library()
    {
        string folder = Directory.CreateTempSubdirectory("bits").FullName, library = Path.Combine(folder, "lib/");
        try
        {
            string project = Path.Combine(RepositoryRoot(), "src", "AnomalyNotebooks");
            Run("dotnet", $"build \"{project}\" --no-restore -c Debug -v q -nologo -p:LibraryOutput=elsewhere -p:LibraryOptimize=false "
                + "-p:RunAnalyzers=false "
                + $"-p:OutputPath=\"{library}\" -p:IntermediateOutputPath=\"{Path.Combine(folder, "obj/")}\"");
            string cli = Path.Combine(folder, "cli");
            CopyFolder(AppContext.BaseDirectory, cli);
            File.Copy(Path.Combine(library, "AnomalyNotebooks.dll"), Path.Combine(cli, "AnomalyNotebooks.dll"), overwrite: true);
            Assert.Equal(Plain.Value, Bits(cli));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Features_detectors_thresholds_and_statistics_have_the_same_bits_with_other_vectors_and_threads()
    {
        string plain = Bits(AppContext.BaseDirectory, arguments: "--all");

        Assert.Equal(plain, Bits(AppContext.BaseDirectory, "DOTNET_EnableAVX512=0", "--all --threads 1"));
        Assert.StartsWith(Plain.Value, plain, StringComparison.Ordinal);
        Assert.All(DetectorCatalog.All, detector => Assert.Contains($"scores, {detector.Name} SHA256 ", plain, StringComparison.Ordinal));
    }

    [Fact]
    public void It_prints_one_line_for_the_weights_and_one_for_the_scores() =>
        Assert.Matches("^weights SHA256 [0-9a-f]{64}\nscores SHA256 [0-9a-f]{64}\n$", Plain.Value);

    private static string Bits(string folder, string setting = "", string arguments = "") =>
        Run("dotnet", $"\"{Path.Combine(folder, "anomaly.dll")}\" bits {arguments}", setting);

    private static string Run(string program, string arguments, string setting = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false };
        if (setting.Split('=') is [var name, var value]) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: {output}{errors.Result}");
        return output.ReplaceLineEndings("\n");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AnomalyNotebooks.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
