using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Notebooks;

public sealed class NotebookFinderTest
{
    [Fact]
    public void A_missing_file_is_reported_with_its_neighbours()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().SaveIn(folder, "01-exploration.ipynb");

        var error = Assert.Throws<UsageException>(() => NotebookFinder.Find([folder.File("01-explorations.ipynb")]));

        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
        Assert.Contains("01-exploration.ipynb", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_gives_its_notebooks_by_name()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["02-b.ipynb", "01-a.ipynb", ".hidden.ipynb"]) new NotebookBuilder().SaveIn(folder, name);

        Assert.Equal(["01-a.ipynb", "02-b.ipynb"], NotebookFinder.AllIn(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(null, null, "1 2 3")]
    [InlineData("2", null, "2 3")]
    [InlineData(null, "2", "1 2")]
    [InlineData("2", "2", "2")]
    public void From_and_until_cut_a_run_out_of_the_whole(string? from, string? until, string left)
    {
        using var folder = new TemporaryFolder();
        string[] paths = [.. ((string[])["1", "2", "3"]).Select(name => new NotebookBuilder().SaveIn(folder, name + ".ipynb"))];

        IReadOnlyList<string> found = NotebookFinder.Between(paths, from is null ? null : folder.File(from + ".ipynb"), until is null ? null
            : folder.File(until + ".ipynb"));

        Assert.Equal(left, string.Join(' ', found.Select(Path.GetFileNameWithoutExtension)));
    }
}
