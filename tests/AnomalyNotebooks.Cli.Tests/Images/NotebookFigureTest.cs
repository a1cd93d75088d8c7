using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Images;

public sealed class NotebookFigureTest
{
    private static readonly Figure Loss = Charts.Lines("Loss", "epoch", "loss", [new("loss", [2, 1])]);

    [Fact]
    public void Figures_come_in_order_named_after_notebook_and_figure_repeats_with_a_number()
    {
        Notebook notebook = With(Loss, Loss.WithTitle("Other"), Loss);
        IReadOnlyList<NotebookFigure> figures = NotebookFigure.In(notebook);
        Assert.Equal(["03-training-loss", "03-training-other", "03-training-loss-2"], figures.Select(figure => figure.FileName));
        Assert.Equal(Loss.ToPlotlyJson(), figures[0].Figure.ToPlotlyJson());
    }

    [Fact]
    public void Json_kept_as_lines_of_text_is_read_too()
    {
        Notebook notebook = With(Loss);
        JsonObject data = notebook.CodeCells.First().Outputs[0]!["data"]!.AsObject();
        data["application/vnd.plotly.v1+json"] = MultilineText.Split(Loss.ToPlotlyJson());
        Assert.Equal("Loss", Assert.Single(NotebookFigure.In(notebook)).Figure.Title);
    }

    [Fact]
    public void A_name_of_someone_elses_figure_never_leaves_the_folder() =>
        Assert.Equal("03-training---------evil", Assert.Single(NotebookFigure.In(With(Loss.WithName("../../ .evil")))).FileName);

    private static Notebook With(params Figure[] figures)
    {
        var builder = new NotebookBuilder();
        foreach (Figure _ in figures) builder.Code("figure");
        Notebook notebook = builder.Build("/tests/03-training.ipynb");
        foreach ((NotebookCell cell, Figure figure) in notebook.CodeCells.Zip(figures))
        {
            cell.Outputs = new JsonArray((JsonNode)new JsonObject
            {
                ["output_type"] = "execute_result",
                ["data"] = new JsonObject { ["application/vnd.plotly.v1+json"] = JsonNode.Parse(figure.ToPlotlyJson()),
                    ["text/plain"] = "figure" },
            });
        }

        return notebook;
    }
}
