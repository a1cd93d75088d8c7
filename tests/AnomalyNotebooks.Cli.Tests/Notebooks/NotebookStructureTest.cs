using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Tests.Notebooks;

public sealed class NotebookStructureTest
{
    [Theory]
    [InlineData("\"id\": 5", "'id' is not a text")]
    [InlineData("\"execution_count\": \"1\"", "'execution_count' is not a whole number")]
    [InlineData("\"outputs\": [5]", "an output is not an object")]
    [InlineData("\"outputs\": [{\"output_type\": \"stream\", \"text\": [1]}]", "'text' of an output is not a text or a list of texts")]
    [InlineData("\"outputs\": [{\"output_type\": \"execute_result\", \"data\": []}]", "'data' of an output is not an object")]
    [InlineData("\"metadata\": []", "'metadata' is not an object")]
    [InlineData("\"id\": \"\\ud800\"", "half of a surrogate pair")]
    public void A_part_of_another_type_is_named_with_its_cell(string part, string problem)
    {
        string json = $$"""{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": "1", {{part}}}]}""";

        var error = Assert.Throws<NotebookFormatException>(() => NotebookReader.Parse(json, "/tests/lesson.ipynb"));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_is_no_object_is_no_kernel() =>
        Assert.Empty(NotebookReader.Parse("""{"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": "x"}, "cells": []}""",
            "/tests/lesson.ipynb").Cells);
}
