using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Tests.House;

/// <summary>What SECURITY.md says of an attack is played by a test that is there.</summary>
public sealed partial class SecurityTableTest
{
    [Fact]
    public void Every_attack_has_tests_and_every_test_it_names_is_there()
    {
        Dictionary<string, string> sources = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Test.cs", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        string[] rows = [.. File.ReadLines(Path.Combine(Repository.Root, ".github", "SECURITY.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.NotEmpty(Named().Matches(row)));
        foreach (Match test in rows.SelectMany(row => Named().Matches(row)))
        {
            string source = Assert.Contains(test.Groups["class"].Value, sources);
            if (test.Groups["method"].Success) Assert.Matches($@"(void|Task) {test.Groups["method"].Value}\(", source);
        }
    }

    [GeneratedRegex(@"`(?<class>\w+Test)(\.(?<method>\w+))?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Named();
}
