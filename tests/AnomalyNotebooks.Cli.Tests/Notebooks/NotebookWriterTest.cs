using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Notebooks;

public sealed class NotebookWriterTest
{
    // What Jupyter (nbformat 5) writes for this notebook: sorted keys, one space of indentation, letters as they are.
    private const string AsJupyterWritesIt =
        """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "intro",
           "metadata": {
            "unknown": {
             "a": [
              1,
              2.50,
              true
             ],
             "z": null
            }
           },
           "source": [
            "# Größe → 🙂 <b>\n",
            "text"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Fact]
    public void What_was_read_is_written_as_it_was() =>
        Assert.Equal(AsJupyterWritesIt.ReplaceLineEndings("\n"), NotebookReader.Parse(AsJupyterWritesIt, "/tests/lesson.ipynb").ToText());

    [Fact]
    public void Keys_are_sorted_whatever_their_order_was()
    {
        Notebook shuffled = NotebookReader.Parse("""{"nbformat_minor": 5, "nbformat": 4, "metadata": {"z": 1, "a": 2}, "cells": []}""",
            "/tests/lesson.ipynb");

        Assert.Equal("{\n \"cells\": [],\n \"metadata\": {\n  \"a\": 2,\n  \"z\": 1\n },\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n",
            shuffled.ToText());
    }

    [Fact]
    public void A_figure_stands_on_one_line()
    {
        Notebook notebook = new NotebookBuilder().Code("1").Build();
        notebook.Cells[0].Outputs = [new JsonObject { ["data"] =
            new JsonObject { [MimeType.Plotly] = JsonNode.Parse("""{"layout": {}, "data": [{"y": [1, 2, 3]}]}""") } }];

        Assert.Contains("\"application/vnd.plotly.v1+json\": {\"data\":[{\"y\":[1,2,3]}],\"layout\":{}}\n", notebook.ToText(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one", new[] { "one" })]
    [InlineData("one\ntwo\n", new[] { "one\n", "two\n" })]
    [InlineData("one\r\n\r\ntwo", new[] { "one\n", "\n", "two" })]
    public void Source_is_a_list_of_lines_each_ending_in_a_line_break(string text, string[] lines)
    {
        JsonArray split = MultilineText.Split(text);

        Assert.Equal(lines, split.Select(line => line!.GetValue<string>()));
        Assert.Equal(text.ReplaceLineEndings("\n"), MultilineText.Join(split));
    }
}
