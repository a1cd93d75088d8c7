using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class ParameterCellTest
{
    [Fact]
    public void Declarations_with_their_comments_are_the_parameters()
    {
        Notebook notebook = Lesson("int epochs = 30;   // passes over the rows (smoke: 2)\nulong seed = 42;\ndouble rate = 0.005; // "
            + "smoke: 1e-2");

        Assert.Equal(
            [("epochs", "int", "30", "2", "passes over the rows"), ("seed", "ulong", "42", null, ""),
                ("rate", "double", "0.005", "1e-2", "")],
            ParameterCell.In(notebook).Select(parameter =>
                (parameter.Name, parameter.Type, parameter.Value, parameter.Smoke, parameter.Description)));
    }

    [Fact]
    public void Only_the_value_is_replaced()
    {
        Notebook notebook = Lesson("int epochs = 30;   // passes\nint rows = 2 * epochs;");

        ParameterCell.Replace(notebook, new Dictionary<string, string> { ["epochs"] = "5" });

        Assert.Equal("int epochs = 5;   // passes\nint rows = 2 * epochs;", notebook.Cells[0].Source);
    }

    [Theory]
    [InlineData("int", "5", "5")]
    [InlineData("int", "-5", "-5")]
    [InlineData("int", "5.5", null)]
    [InlineData("int", "3000000000", null)]
    [InlineData("int", "five", null)]
    [InlineData("int", "", null)]
    [InlineData("int", "5; Evil()", null)]
    [InlineData("ulong", "18446744073709551615", "18446744073709551615")]
    [InlineData("ulong", "-1", null)]
    [InlineData("double", "5", "5")]
    [InlineData("double", "1e-3", "1e-3")]
    [InlineData("double", "0,5", null)]
    [InlineData("bool", "true", "true")]
    [InlineData("bool", "yes", null)]
    [InlineData("string", "some \"text\"", "\"some \\\"text\\\"\"")]
    [InlineData("string", "\"quoted\"", "\"quoted\"")]
    [InlineData("int?", "null", "null")]
    [InlineData("int[]", "[12, 7]", "[12, 7]")]
    [InlineData("ReconstructionLoss", "ReconstructionLoss.L1", "ReconstructionLoss.L1")]
    public void A_value_must_fit_the_declared_type(string type, string text, string? expression) =>
        Assert.Equal(expression, ParameterValue.ToExpression(new NotebookParameter("p", type, "", null, "", default), text));

    [Theory]
    [InlineData("var epochs = 30;", "Name its type")]
    [InlineData("int epochs;", "declares no single value")]
    [InlineData("int a = 1, b = 2;", "declares no single value")]
    public void Declarations_that_cannot_be_checked_are_refused(string code, string reason) =>
        Assert.Contains(reason, Assert.Throws<NotebookFormatException>(() => ParameterCell.In(Lesson(code))).Message,
            StringComparison.Ordinal);

    private static Notebook Lesson(string parameters) => new NotebookBuilder().Code(parameters, "parameters").Build();
}
