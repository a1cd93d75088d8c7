using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Notebooks;

public sealed class NotebookReaderTest
{
    [Fact]
    public void Cells_are_numbered_among_all_and_among_the_code_cells()
    {
        Notebook notebook = new NotebookBuilder().Code("1").Markdown("# Title").Code("2").Build();

        Assert.Equal([1, 0, 2], notebook.Cells.Select(cell => cell.CodeNumber));
        Assert.Equal([1, 2, 3], notebook.Cells.Select(cell => cell.Number));
        Assert.Equal("Title", notebook.Title);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("[1]", "not an object")]
    [InlineData("{\"cells\": [", "line 1")]
    [InlineData("{\"a\": 1}", "neither 'nbformat' nor 'cells'")]
    [InlineData("{\"cells\": [], \"metadata\": {}}", "'nbformat' is missing")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbconvert --to notebook --nbformat 4")]
    [InlineData("{\"nbformat\": 5, \"cells\": []}", "newer than")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}}", "'cells' is missing")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"heading\", \"source\": \"\"}]}", "unknown cell_type 'heading'")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [1]}]}", "cell 1: 'source'")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"name\": \"python3\", \"language\": \"python\"}}, \"cells\": []}",
        "its kernel is 'python3'")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"name\": \".net-fsharp\", \"language\": \"F#\"}}, \"cells\": []}",
        "not a C# notebook")]
    public void What_is_no_CSharp_notebook_is_refused_with_its_name_and_the_reason(string text, string reason)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookReader.Parse(text, "/tests/foreign.ipynb"));

        Assert.Contains("foreign.ipynb", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unresolved_merge_conflict_is_named_with_its_line()
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookReader.Parse("{\n<<<<<<< ours\n}", "/tests/merge.ipynb"));

        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("merge conflict", error.Message, StringComparison.Ordinal);
    }
}
