using Microsoft.DotNet.Interactive.Formatting;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>How outputs show themselves in .NET Interactive (its real formatters) and in Verso (its rule).</summary>
public sealed class NotebookHostTest
{
    private static readonly Figure Figure = Charts.Lines("Loss", "epoch", "loss", [new("loss", [2, 1])]);

    public static TheoryData<IRichOutput> Others =>
        [HtmlTable.Facts(("flows", 82332)), (OutputGroup)Show.All(HtmlTable.Facts(("flows", 82332)))];

    [Fact]
    public void NET_Interactive_asks_a_figure_for_Plotly_json_then_html_then_text()
    {
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)));
        Assert.Equal(Figure.ToPlotlyJson(), Figure.ToDisplayString("application/vnd.plotly.v1+json"));
        Assert.Equal(Figure.ToHtml(), Figure.ToDisplayString("text/html"));
        Assert.Equal(Figure.ToString(), Figure.ToDisplayString("text/plain"));
    }

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void NET_Interactive_asks_tables_callouts_and_groups_for_html_then_text(IRichOutput output)
    {
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(output.GetType()));
        Assert.Equal(output.ToHtml(), output.ToDisplayString("text/html"));
        Assert.Equal(output.ToString(), output.ToDisplayString("text/plain"));
    }

    [Fact]
    public void NET_Interactive_asks_a_group_with_figures_for_Plotly_json_first()
    {
        var group = (OutputGroup)Show.All(Figure, HtmlTable.Facts(("flows", 82332)));
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"],
            Formatter.GetPreferredMimeTypesFor(group.GetType()));
        Assert.Contains("\"Loss\"", group.ToDisplayString("application/vnd.plotly.v1+json"), StringComparison.Ordinal);
        Assert.Equal(group.ToHtml(), group.ToDisplayString("text/html"));
        Assert.Equal(group.ToString(), group.ToDisplayString("text/plain"));
    }

    [Fact]
    public void Verso_finds_a_public_method_ToHtml_without_parameters_on_every_output()
    {
        IEnumerable<Type> outputs = typeof(IRichOutput).Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IRichOutput).IsAssignableFrom(type));
        Assert.All(outputs, type => Assert.Equal(typeof(string), type.GetMethod("ToHtml", Type.EmptyTypes)?.ReturnType));
    }

    [Fact]
    public void A_kernel_that_holds_another_build_than_the_file_is_told_so_and_only_that_one()
    {
        string ours = typeof(FlowTable).Assembly.Location, another = typeof(FactAttribute).Assembly.Location;

        Assert.Null(NotebookHost.WhyOutdated(ours));
        Assert.Contains($"older build of the library than {another}. Restart the kernel", NotebookHost.WhyOutdated(another),
            StringComparison.Ordinal);
        Assert.Null(NotebookHost.WhyOutdated("/nowhere/AnomalyNotebooks.dll"));
    }

    [Fact]
    public void Somebody_elses_type_is_shown_as_html_of_ours_by_the_formatters_of_the_running_host()
    {
        NotebookHost.ShowAs(typeof(Version), version => $"<b>{version}</b>");

        Assert.Equal("<b>1.2</b>", new Version(1, 2).ToDisplayString("text/html"));
    }
}
