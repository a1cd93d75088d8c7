namespace AnomalyNotebooks.Cli.Tests;

public sealed class EvaluateCommandTest
{
    [Theory]
    [InlineData("--protocol", "k-fold", "random-holdout, file-order, distinct, official")]
    [InlineData("--detector", "magic", "'magic' is not a detector")]
    [InlineData("--seeds", "0", "expected 1 or more")]
    public async Task A_name_that_does_not_exist_is_answered_with_those_that_do(string option, string value, string expected)
    {
        if (FlowSource.Find().Count == 0) Assert.Skip("needs the UNSW-NB15 file");
        (int code, string error) = await Run("evaluate", option, value);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> Run(params string[] args)
    {
        TextWriter before = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            return (await CommandLine.RunAsync(args), error.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
