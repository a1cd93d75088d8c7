namespace AnomalyNotebooks.Tests.House;

/// <summary>Sources can be read side by side, and a file of the library at one sitting.</summary>
public class SourceLinesTest
{
    private const int Longest = 140, MostLines = 300;

    [Fact]
    public void No_line_is_longer_than_140_characters() => Assert.Empty(Sources("src", "tests")
        .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file)).Index()
            .Where(line => line.Item.Length > Longest && !(IsTest(file) && IsData(line.Item)))
            .Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} characters")));

    [Fact]
    public void No_file_of_the_library_has_more_than_300_lines() => Assert.DoesNotContain(
        Sources("src/AnomalyNotebooks"), file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > MostLines);

    private static bool IsTest(string file) => file.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>A line of a file that a test plays with (flows, JSON, a page): it is as long there as it is in life.</summary>
    private static bool IsData(string line) => line.Contains("\"\"\"", StringComparison.Ordinal)
        || line.AsSpan().TrimStart(" +").StartsWith('"') || line.AsSpan().TrimStart(' ') is ['[' or '{', ..];

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);
}
