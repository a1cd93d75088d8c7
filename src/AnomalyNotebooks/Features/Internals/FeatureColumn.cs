namespace AnomalyNotebooks;

/// <summary>What is known of a column on its way through a chain of steps, apart from its values.</summary>
/// <param name="Name">The feature's name as it stands after the last step.</param>
/// <param name="Sources">The columns of the flow table it was made from.</param>
/// <param name="Vocabulary">For a text column, the texts that its values 0, 1, 2... stand for; null for numbers.</param>
internal sealed record FeatureColumn(string Name, IReadOnlyList<string> Sources, IReadOnlyList<string>? Vocabulary = null)
{
    public FeatureColumn Renamed(string name) => new(name, Sources);

    /// <summary>How a value of this column is written in a feature's name: its text, or the number.</summary>
    public string Text(double value) => Vocabulary is null
        ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
        : Vocabulary[(int)value];
}
