namespace AnomalyNotebooks;

/// <summary>Every column of a table in a few numbers, as an exploration begins with.</summary>
public sealed class FlowSummary
{
    private FlowSummary(IReadOnlyList<NumberSummary> numbers, IReadOnlyList<TextSummary> texts)
    {
        Numbers = numbers;
        Texts = texts;
    }

    /// <summary>The numeric features, in the order of the file.</summary>
    public IReadOnlyList<NumberSummary> Numbers { get; }

    /// <summary>The text features, in the order of the file.</summary>
    public IReadOnlyList<TextSummary> Texts { get; }

    /// <summary>Summarises the features.</summary>
    /// <param name="flows">Any rows.</param>
    /// <param name="top">How many of the most frequent values to name.</param>
    public static FlowSummary Of(FlowTable flows, int top = 5)
    {
        string[] names = [.. flows.Schema.FeatureNames];
        string[] numeric = [.. names.Where(name => !flows.HasCategory(name))], texts = [.. names.Where(flows.HasCategory)];
        var numbers = new NumberSummary[numeric.Length];
        ParallelWork.For(numbers.Length, i => numbers[i] = NumberSummary.Of(numeric[i], flows.Number(numeric[i]), top));
        return new FlowSummary(numbers, [.. texts.Select(name => TextSummary.Of(name, flows.Category(name), top))]);
    }
}
