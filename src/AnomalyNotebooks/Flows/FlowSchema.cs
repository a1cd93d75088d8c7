namespace AnomalyNotebooks;

/// <summary>
/// Describes a table of flows: its columns and what they mean, which of them follow from others, which belong together, and where
/// the truth about a flow stands. An immutable value; every <see cref="FlowTable"/> carries one. A schema that says nothing but names
/// and roles works everywhere: then no column follows from others, every column is a group of its own, and there is no context.
/// </summary>
/// <example><c>new FlowSchema("mine", [new("bytes", ColumnRole.Size), new("protocol", ColumnRole.Category)])</c></example>
public sealed partial class FlowSchema
{
    /// <summary>The attack category of a flow that belongs to no attack, whatever a file calls it.</summary>
    public const string Normal = "Normal";

    private readonly Dictionary<string, FlowColumn> byName;
    private readonly Dictionary<string, string> byKey = new(StringComparer.Ordinal);

    /// <summary>A schema without rules.</summary>
    /// <param name="name">What to call it, such as <c>UNSW-NB15</c>.</param>
    /// <param name="columns">Its columns, labels apart, in order.</param>
    /// <exception cref="AnomalyException">Two columns have one name, or there is no feature.</exception>
    public FlowSchema(string name, IReadOnlyList<FlowColumn> columns)
        : this(name, columns, FlowLabels.None, FlowRules.None, FlowLayout.Default)
    {
    }

    internal FlowSchema(string name, IReadOnlyList<FlowColumn> columns, FlowLabels labels, FlowRules rules, FlowLayout? layout = null)
    {
        byName = new Dictionary<string, FlowColumn>(StringComparer.Ordinal);
        foreach (FlowColumn column in columns)
            if (!byName.TryAdd(column.Name, column)) throw new AnomalyException($"Schema '{name}' names column '{column.Name}' twice.");
        (Name, Columns, Labels, Rules, Layout) = (name, columns, labels, rules, layout ?? FlowLayout.Default);
        foreach (string own in labels.Columns.Concat(byName.Keys)) byKey.TryAdd(Key(own), own);
        foreach (FlowColumn column in columns)
            foreach (string alias in column.Aliases) byKey.TryAdd(Key(alias), column.Name);
        Features = [.. columns.Where(column => column.IsFeature)];
        if (Features.Count == 0) throw new AnomalyException($"Schema '{name}' has no column that a model may read.");
        FeatureNames = [.. Features.Select(column => column.Name)];
        NumericFeatures = [.. Features.Where(column => !column.IsText).Select(column => column.Name)];
        CategoryFeatures = [.. Features.Where(column => column.IsText).Select(column => column.Name)];
        foreach (string used in rules.ColumnsUsed)
        {
            if (!byName.ContainsKey(used))
                throw new AnomalyException($"A rule of schema '{name}' names column '{used}', which it does not have.");
        }
    }

    /// <summary>What the schema is called, such as <c>UNSW-NB15</c>.</summary>
    public string Name { get; }

    /// <summary>All columns in order, labels apart: features, and what is only shown (identifiers, timestamps).</summary>
    public IReadOnlyList<FlowColumn> Columns { get; }

    /// <summary>The columns that models may read, in order.</summary>
    public IReadOnlyList<FlowColumn> Features { get; }

    /// <summary>The names of <see cref="Features"/>.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The names of the numeric features, in order.</summary>
    public IReadOnlyList<string> NumericFeatures { get; }

    /// <summary>The names of the text features, in order.</summary>
    public IReadOnlyList<string> CategoryFeatures { get; }

    /// <summary>The columns that say what a flow was: for evaluation only, never features. Empty for flows without labels.</summary>
    public IReadOnlyList<string> LabelColumns => Labels.Columns;

    /// <summary>The known attack categories, <see cref="Normal"/> among them, in order; empty where the schema lists none.</summary>
    public IReadOnlyList<string> AttackCategories => Labels.Known;

    /// <summary>Where the truth stands and what counts as normal.</summary>
    internal FlowLabels Labels { get; }

    /// <summary>What is known of how columns hang together.</summary>
    internal FlowRules Rules { get; }

    /// <summary>How files of such flows are laid out.</summary>
    internal FlowLayout Layout { get; }

    /// <summary>The names of the features of a role, in order.</summary>
    public IReadOnlyList<string> WithRole(ColumnRole role) =>
        [.. Features.Where(column => column.Role == role).Select(column => column.Name)];

    /// <summary>The column of that name.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public FlowColumn Find(string name) => TryFind(name) ?? throw new ArgumentException(
        $"'{name}' is not one of the {Columns.Count} columns of {Name}. FlowSchema.Columns lists them.", nameof(name));

    /// <summary>The column of that name, or null.</summary>
    internal FlowColumn? TryFind(string name) => byName.GetValueOrDefault(name);

    /// <summary>The name of the column or label that a file's field is, by its name or another one; null where it is none.</summary>
    internal string? NameOf(string field) => byKey.GetValueOrDefault(Key(field));

    /// <summary>A name as it is compared: mirrors change the case and leave spaces behind.</summary>
    internal static string Key(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();

    /// <summary>The same for files that need not have every column, nor labels.</summary>
    internal FlowSchema Relaxed() => Layout.IsStrict ? new FlowSchema(Name, Columns, Labels, Rules, Layout with { IsStrict = false })
        : this;

    /// <summary>A table of these columns, its flows taken as normal.</summary>
    internal FlowTable Table(
        FlowOrigin origin, int count, IReadOnlyDictionary<string, double[]> numbers, IReadOnlyDictionary<string, CategoryColumn> texts) =>
        new(origin, count, numbers, texts, new CategoryColumn(new int[count], [Normal]), new bool[count], schema: this);

    /// <summary>The schema without some of its columns (labels among them) and the rules that need these.</summary>
    /// <exception cref="AnomalyException">No feature is left.</exception>
    public FlowSchema Without(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0) return this;
        FlowLabels labels = Labels with
        {
            Category = names.Contains(Labels.Category) ? null : Labels.Category, Flag = names.Contains(Labels.Flag) ? null : Labels.Flag,
        };
        return new FlowSchema(Name, [.. Columns.Where(column => !names.Contains(column.Name))], labels, Rules.Without(names), Layout);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {NumericFeatures.Count} numbers, {CategoryFeatures.Count} texts";
}

/// <summary>Where a table says what its flows were, and which of its texts mean that a flow is normal.</summary>
/// <param name="Category">Column with the kind of attack (or of normal traffic); null where there is none.</param>
/// <param name="Flag">Column with 0 for normal flows and 1 for attacks; null where there is none.</param>
/// <param name="NormalTexts">Texts of <paramref name="Category"/>, upper or lower case alike, that mean normal; a <c>*</c> at the end
/// stands for anything.</param>
internal sealed record FlowLabels(string? Category, string? Flag, IReadOnlyList<string> NormalTexts)
{
    /// <summary>No labels: nothing is known of the flows, and all of them are taken as normal.</summary>
    public static readonly FlowLabels None = new(null, null, []);

    /// <summary>The known categories, <see cref="FlowSchema.Normal"/> among them; a reader warns of others. Empty where any do.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Other spellings of known categories.</summary>
    public IReadOnlyDictionary<string, string> Spellings { get; init; } = new Dictionary<string, string>();

    /// <summary>The label columns.</summary>
    public IReadOnlyList<string> Columns => [.. new[] { Category, Flag }.OfType<string>()];

    /// <summary>The category a text of the label column stands for: <see cref="FlowSchema.Normal"/> for all that is normal, a known
    /// category in its usual spelling, any other text without the spaces around it.</summary>
    public string CategoryOf(string text)
    {
        string trimmed = text.Trim();
        if (NormalTexts.Any(normal => Matches(trimmed, normal))) return FlowSchema.Normal;
        foreach ((string other, string usual) in Spellings)
            if (trimmed.Equals(other, StringComparison.OrdinalIgnoreCase)) return usual;
        return Known.FirstOrDefault(known => known.Equals(trimmed, StringComparison.OrdinalIgnoreCase)) ?? trimmed;
    }

    private static bool Matches(string text, string pattern) => pattern.EndsWith('*')
        ? text.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : text.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is known of how the columns of a flow hang together. All of it may be empty.</summary>
internal sealed record FlowRules
{
    /// <summary>Nothing is known.</summary>
    public static readonly FlowRules None = new();

    /// <summary>Which columns follow from which others, in the order in which they can be computed.</summary>
    public IReadOnlyList<FlowDerivation> Derivations { get; init; } = [];

    /// <summary>Not columns of the table, but what a reader would compute next: differences and shares worth looking at.</summary>
    public IReadOnlyList<FlowDerivation> Comparisons { get; init; } = [];

    /// <summary>Columns that say what kind of flow it is, the most important one first; values are surprising or not given these.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>The one size that says most about a flow; null if none does.</summary>
    public string? MainSize { get; init; }

    /// <summary>Finely: free parts (see <see cref="FlowArithmetic"/>) that are not normal apart from each other.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; init; } = [];

    /// <summary>Coarsely: the few things a flow is made of, each a list of free parts.</summary>
    public IReadOnlyList<FlowBlock> Blocks { get; init; } = [];

    /// <summary>Columns whose joint value says more than each by itself.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tuples { get; init; } = [];

    /// <summary>What to compare with what beyond each column given the context: joint values given others.</summary>
    public IReadOnlyList<FlowRelation> Relations { get; init; } = [];

    /// <summary>The rules that hold without some columns.</summary>
    public FlowRules Without(IReadOnlyCollection<string> names) => this with
    {
        Derivations = [.. Derivations.Where(rule => !rule.Inputs.Append(rule.Column).Any(names.Contains))],
        Comparisons = [.. Comparisons.Where(rule => !rule.Inputs.Any(names.Contains))],
        Context = [.. Context.Where(name => !names.Contains(name))],
        MainSize = names.Contains(MainSize) ? null : MainSize,
        Tuples = [.. Tuples.Where(tuple => !tuple.Any(names.Contains))],
    };

    /// <summary>Whether a column follows wholly from others and cannot be changed by itself.</summary>
    public bool Follows(string column) => Derivations.Any(rule => rule.Column == column && rule.Part is null);

    /// <summary>Computes again, in one changed flow, the columns that follow from what was changed; their free parts stay.</summary>
    /// <param name="before">Values of the flow before, by column.</param>
    /// <param name="after">Values after.</param>
    /// <param name="set">Where to write values.</param>
    /// <param name="changed">The columns that were changed.</param>
    public void Recompute(Func<string, double> before, Func<string, double> after, Action<string, double> set, IReadOnlySet<string> changed)
    {
        foreach (FlowDerivation rule in Derivations.Where(rule => rule.Formula != FlowFormula.Presence))
        {
            bool isChanged = changed.Contains(rule.Column), hasPart = rule.Part is not null;
            if (!rule.Inputs.Any(changed.Contains) && (hasPart || !isChanged)) continue;
            if (hasPart && isChanged) continue;
            double Input(int i) => i < rule.Inputs.Count ? after(rule.Inputs[i]) : 0;
            set(rule.Column, hasPart
                ? rule.Value(rule.PartOf(before(rule.Column), before(rule.Inputs[0]), before(rule.Inputs[1])), Input(0), Input(1))
                : rule.Value(Input(0), Input(1), Input(2)));
        }
    }

    /// <summary>Every column of the table that a rule names.</summary>
    public IEnumerable<string> ColumnsUsed =>
        Derivations.SelectMany(rule => rule.Inputs.Append(rule.Column)).Concat(Context).Concat(Tuples.SelectMany(tuple => tuple))
            .Concat(MainSize is null ? [] : [MainSize]);
}

/// <summary>One of the few things a flow is made of.</summary>
/// <param name="Name">What it is, such as <c>ends</c>.</param>
/// <param name="Parts">Its free parts.</param>
/// <param name="IsContext">Whether it says between what kind of ends the flow went, rather than what they did.</param>
internal sealed record FlowBlock(string Name, IReadOnlyList<string> Parts, bool IsContext = false);

/// <summary>A joint value that can be surprising: by itself, and given others, from the widest condition to the narrowest.</summary>
/// <param name="Target">The columns (or comparisons) whose joint value is looked at.</param>
/// <param name="Given">The conditions, each a list of columns; may be empty.</param>
/// <param name="WithRarity">Whether to ask as well how usual a value as rare is in each condition.</param>
internal sealed record FlowRelation(IReadOnlyList<string> Target, IReadOnlyList<IReadOnlyList<string>> Given, bool WithRarity = false);
