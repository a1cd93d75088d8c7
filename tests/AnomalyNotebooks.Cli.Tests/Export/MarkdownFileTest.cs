using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Export;

public sealed class MarkdownFileTest
{
    [Fact]
    public async Task Text_code_outputs_and_pictures_become_Markdown()
    {
        using var folder = new TemporaryFolder();
        Notebook notebook = new NotebookBuilder().Markdown("# A lesson").Code("1 + 1").Code("draw()", "hide-input").Build();
        notebook.Cells[1].Outputs = [new JsonObject { ["output_type"] = "execute_result",
            ["data"] = new JsonObject { [MimeType.Text] = "2" } }];
        notebook.Cells[2].Outputs = [new JsonObject { ["output_type"] = "display_data",
            ["data"] = new JsonObject { [MimeType.Plotly] = new JsonObject(), [MimeType.Png] = Convert.ToBase64String([1, 2, 3]),
            [MimeType.Text] = "Loss\n  train" } }];

        int pictures = await new MarkdownFile(renderer: null).WriteAsync(notebook, folder.File("lesson.md"),
            TestContext.Current.CancellationToken);

        Assert.Equal(1, pictures);
        Assert.Equal("<!-- Made by: anomaly export --to md -->\n\n# A lesson\n\n```csharp\n1 + "
            + "1\n```\n\n```text\n2\n```\n\n![Loss](lesson_files/figure-1.png)\n", File.ReadAllText(folder.File("lesson.md")));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder.File("lesson_files/figure-1.png")));
    }
}
