using System.Globalization;
using System.Text.Json;

namespace AnomalyNotebooks.Tests.Figures;

public sealed class ResultsTest
{
    [Fact]
    public void Recorded_numbers_keep_every_bit()
    {
        const double value = 0.1 + 0.2;

        JsonElement first = Json(Results.Record("AUROC", value)).GetProperty("results")[0];

        Assert.Equal("AUROC", first.GetProperty("name").GetString());
        Assert.Equal(value, first.GetProperty("value").GetDouble());
        Assert.False(first.TryGetProperty("tolerance", out _));
    }

    [Fact]
    public void Several_results_are_recorded_in_order_with_counts_texts_and_tolerances()
    {
        Results results = Results.Record("alarms", 1234).And("verdict", "<b>").And("seconds", 1.5, tolerance: double.PositiveInfinity);

        JsonElement json = Json(results).GetProperty("results");

        Assert.Equal(["alarms", "verdict", "seconds"], json.EnumerateArray().Select(result => result.GetProperty("name").GetString()));
        Assert.Equal(1234, json[0].GetProperty("value").GetInt64());
        Assert.Equal(double.PositiveInfinity, double.Parse(json[2].GetProperty("tolerance").GetString()!, CultureInfo.InvariantCulture));
        Assert.Contains("&lt;b&gt;", results.ToHtml(), StringComparison.Ordinal);
        Assert.StartsWith("alarms   1,234", results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finite_is_recorded_as_text() =>
        Assert.Equal("NaN", Json(Results.Record("ratio", double.NaN)).GetProperty("results")[0].GetProperty("value").GetString());

    [Fact]
    public void A_name_is_recorded_once() =>
        Assert.Contains("'a' is recorded already", Assert.Throws<ArgumentException>(() => Results.Record("a", 1).And("a", 2)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_tolerance_is_zero_or_more(double tolerance) =>
        Assert.Throws<ArgumentException>(() => Results.Record("a", 1.0, tolerance));

    private static JsonElement Json(Results results)
    {
        ConventionFormatter formatter = new ResultsFormatterSource().CreateTypeFormatters().Cast<ConventionFormatter>()
            .First(formatter => formatter.MimeType == MimeTypes.Results);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(results, writer);
        return JsonElement.Parse(writer.ToString());
    }
}
