namespace AnomalyNotebooks.Tests.House;

/// <summary>Sources can be read side by side, and a file of the library at one sitting.</summary>
public class SourceLinesTest
{
    private const int Longest = 140, MostLines = 300;

    // Folders whose lines are still to be broken; take each out once its lines fit.
    private static readonly string[] NotYet =
    [
        "src/AnomalyNotebooks/Flows", "src/AnomalyNotebooks/Scores", "src/AnomalyNotebooks/Detectors", "src/AnomalyNotebooks/Evaluation",
        "src/AnomalyNotebooks.Cli", "src/AnomalyNotebooks.DataAnalysis", "src/AnomalyNotebooks.PlotlyNet",
            "src/AnomalyNotebooks.TorchSharp",
        "tests/AnomalyNotebooks.Cli.Tests", "tests/AnomalyNotebooks.PlotlyNet.Tests", "tests/AnomalyNotebooks.TorchSharp.Tests",
        "tests/AnomalyNotebooks.Tests/Detectors", "tests/AnomalyNotebooks.Tests/Evaluation", "tests/AnomalyNotebooks.Tests/Flows",
        "tests/AnomalyNotebooks.Tests/Scores", "tests/Shared",
    ];

    [Fact]
    public void No_line_is_longer_than_140_characters() => Assert.Empty(Sources("src", "tests")
        .Where(file => !NotYet.Any(folder => file == folder || file.StartsWith(folder + "/", StringComparison.Ordinal)))
        .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file)).Index().Where(line => line.Item.Length > Longest)
            .Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} characters")));

    [Fact]
    public void No_file_of_the_library_has_more_than_300_lines() => Assert.DoesNotContain(
        Sources("src/AnomalyNotebooks"), file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > MostLines);

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);
}
