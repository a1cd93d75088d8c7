using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class ColumnNamesTest
{
    // Also words of English or parts of other names: only in quotes are they columns.
    private static readonly string[] Words = ["dur", "proto", "service", "state", "rate"];

    [Fact]
    public void The_columns_of_UNSW_NB15_are_named_in_one_file()
    {
        string library = Path.Combine(FlowSource.DataFolder()!, "..", "src", "AnomalyNotebooks");
        string[] labels = [.. FlowSchema.UnswNb15.LabelColumns.Select(name => $"\"{name}\"")];
        string[] names = [.. FlowSchema.UnswNb15.FeatureNames.Select(name => Words.Contains(name) ? $"\"{name}\"" : $@"\b{name}\b"),
            .. labels];
        var anyName = new Regex(string.Join('|', names));
        string[] found =
        [
            .. Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories)
                .Where(file => !Path.GetRelativePath(library, file).StartsWith("obj", StringComparison.Ordinal)
                    && anyName.IsMatch(File.ReadAllText(file)))
                .Select(file => Path.GetRelativePath(library, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["Flows/UnswNb15.cs"], found);
    }
}
