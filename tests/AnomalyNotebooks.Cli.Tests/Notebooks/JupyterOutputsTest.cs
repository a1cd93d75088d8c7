using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Notebooks;

public sealed class JupyterOutputsTest
{
    [Fact]
    public void Values_of_JSON_types_that_stand_as_strings_are_read_as_JSON_and_the_hosts_own_output_goes()
    {
        JsonObject saved = JsonNode.Parse(new NotebookBuilder().Code("figure").ToJson())!.AsObject();
        saved["cells"]![0]!["outputs"] = JsonNode.Parse(
            """
            [{"output_type": "display_data", "metadata": {}, "data": {"text/html": ["<div id='dotnet-interactive-this-cell-4711' style='display: none'>\n", "http://127.0.0.1:2048/</div>"]}},
             {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {
               "application/vnd.plotly.v1+json": "{\"data\":[],\"layout\":{}}",
               "application/vnd.anomaly.result+json": "{\"results\":[{\"name\":\"AUROC\",\"value\":0.97}]}",
               "application/vnd.other+json": "no JSON",
               "application/json": "a string that is JSON as it stands",
               "text/plain": "{\"text\": 1}"}}]
            """);

        NotebookCell cell = NotebookReader.Parse(saved.ToJsonString(), "/tests/lesson.ipynb").Cells[0];

        JsonObject data = Assert.Single(cell.Outputs)!["data"]!.AsObject();
        Assert.IsType<JsonObject>(data[MimeType.Plotly]);
        Assert.Equal(0.97, (double)data[MimeType.Results]!["results"]![0]!["value"]!);
        Assert.Equal("no JSON", (string?)data["application/vnd.other+json"]);
        Assert.Equal("a string that is JSON as it stands", (string?)data["application/json"]);
        Assert.Equal("{\"text\": 1}", (string?)data[MimeType.Text]);
    }
}
