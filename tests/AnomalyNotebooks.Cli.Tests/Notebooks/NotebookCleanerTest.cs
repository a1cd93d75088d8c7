using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Notebooks;

public sealed class NotebookCleanerTest
{
    [Fact]
    public void Cleaning_gives_the_metadata_of_Polyglot_Notebooks_and_drops_what_editors_leave_behind()
    {
        Notebook notebook = new NotebookBuilder().Code("1").Build();
        notebook.Cells[0].Metadata["ExecuteTime"] = new JsonObject();
        notebook.Cells[0].Metadata["vscode"] = new JsonObject();
        notebook.Cells[0].Metadata["mine"] = "stays";

        NotebookCleaner.Clean(notebook);

        Assert.Equal("""{"mine":"stays","dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"csharp"}}""",
            notebook.Cells[0].Metadata.ToJsonString());
        Assert.Equal("csharp", (string?)notebook.Metadata["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
    }

    [Fact]
    public void Cells_get_ids_that_stay()
    {
        const string text = """{"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [{"cell_type": "code", "source": "1"}, {"cell_type": "code", "id": "mine", "source": "1"}, {"cell_type": "code", "id": "mine", "source": "1"}]}""";
        Notebook first = NotebookReader.Parse(text, "/tests/lesson.ipynb"), second = NotebookReader.Parse(text, "/tests/lesson.ipynb");

        NotebookCleaner.Clean(first);
        NotebookCleaner.Clean(second);
        string once = first.ToText();
        NotebookCleaner.Clean(first);

        Assert.Equal(once, first.ToText());
        Assert.Equal(once, second.ToText());
        Assert.Equal("mine", first.Cells[1].Id);
        Assert.Equal(3, first.Cells.Select(cell => cell.Id).Distinct().Count());
    }

    [Fact]
    public void What_is_not_fit_to_be_committed_is_told_with_the_way_out()
    {
        Notebook notebook = new NotebookBuilder().Code("1").Build();
        NotebookCleaner.Clean(notebook);
        notebook.Cells[0].Outputs =
        [
            new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(),
                ["data"] = new JsonObject { [MimeType.Html] = "<script>draw()</script>" } },
            new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = new JsonArray("/home/me/data.csv\n") },
        ];

        Assert.Equal(
            [
                "its outputs do not say which code they came from; run: anomaly run --in-place",
                "cell 1 has a script in its output; run: anomaly run --in-place",
                "cell 1 shows a path of one machine: /home/me",
            ],
            NotebookCleaner.Problems(notebook, notebook.ToText()));
    }

    [Fact]
    public void Code_that_changed_after_its_outputs_were_made_is_noticed()
    {
        Notebook notebook = new NotebookBuilder().Code("1").Build();
        NotebookCleaner.Clean(notebook);
        new ExecutionRecord(NotebookSources.Sha256(notebook), "data", "", "").WriteTo(notebook);
        Assert.Empty(NotebookCleaner.Problems(notebook, notebook.ToText()));

        notebook.Cells[0].Source = "2";

        Assert.Equal(["its outputs are older than its code; run: anomaly run --in-place"],
            NotebookCleaner.Problems(notebook, notebook.ToText()));
    }

    [Fact]
    public void Words_and_the_tags_of_slides_may_change_without_running_the_code_again()
    {
        Notebook notebook = new NotebookBuilder().Markdown("before").Code("1", "volatile").Build();
        string before = NotebookSources.Sha256(notebook);

        notebook.Cells[0].Source = "after";
        notebook.Cells[1].Metadata["tags"] = new JsonArray("slide", "volatile", "show-input");
        Assert.Equal(before, NotebookSources.Sha256(notebook));

        notebook.Cells[1].Metadata["tags"] = new JsonArray("slide");
        Assert.NotEqual(before, NotebookSources.Sha256(notebook));
    }
}
