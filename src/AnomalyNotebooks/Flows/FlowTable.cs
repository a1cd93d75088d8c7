namespace AnomalyNotebooks;

/// <summary>
/// Network flows in columns, as <see cref="Schema"/> describes them: numbers or dictionary-coded texts, and apart from them what is
/// known of each flow afterwards, its attack category and label. The two are not features: no model may read them.
/// </summary>
/// <remarks>Immutable by convention: columns are shared, not copied.</remarks>
public sealed partial class FlowTable
{
    private readonly IReadOnlyDictionary<string, double[]> numbers;
    private readonly IReadOnlyDictionary<string, CategoryColumn> categories;

    internal FlowTable(
        FlowOrigin origin,
        int count,
        IReadOnlyDictionary<string, double[]> numbers,
        IReadOnlyDictionary<string, CategoryColumn> categories,
        CategoryColumn attackCategory,
        bool[] isAttack,
        IReadOnlyList<string>? warnings = null,
        FlowSchema? schema = null)
    {
        Schema = schema ?? FlowSchema.UnswNb15;
        Origin = origin;
        Count = count;
        this.numbers = numbers;
        this.categories = categories;
        AttackCategory = attackCategory;
        IsAttack = isAttack;
        Warnings = warnings ?? [];
    }

    /// <summary>Number of flows.</summary>
    public int Count { get; }

    /// <summary>What the columns are.</summary>
    public FlowSchema Schema { get; }

    /// <summary>Where the flows came from.</summary>
    public FlowOrigin Origin { get; }

    /// <summary>The attack category of each flow (<c>Normal</c> where it is none). For evaluation only.</summary>
    public CategoryColumn AttackCategory { get; }

    /// <summary>Whether each flow belongs to an attack (the column <c>label</c>). For evaluation only.</summary>
    public bool[] IsAttack { get; }

    /// <summary>What the reader found odd but kept: unknown categories, negative numbers, names of files that mislead.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The values of a numeric feature, one per flow.</summary>
    /// <exception cref="ArgumentException">No such numeric feature.</exception>
    public double[] Number(string name) => numbers.TryGetValue(name, out double[]? column)
        ? column
        : throw new ArgumentException($"'{name}' is not a numeric feature of a flow. {Hint(name)}", nameof(name));

    /// <summary>A text feature, such as the protocol.</summary>
    /// <exception cref="ArgumentException">No such text feature.</exception>
    public CategoryColumn Category(string name) => categories.TryGetValue(name, out CategoryColumn? column)
        ? column
        : throw new ArgumentException($"'{name}' is not a text feature of a flow. {Hint(name)}", nameof(name));

    /// <summary>The named rows, in that order.</summary>
    public FlowTable Take(ReadOnlySpan<int> rows)
    {
        var takenNumbers = new Dictionary<string, double[]>(numbers.Count);
        foreach ((string name, double[] column) in numbers)
        {
            var taken = new double[rows.Length];
            for (int i = 0; i < taken.Length; i++) taken[i] = column[rows[i]];
            takenNumbers[name] = taken;
        }

        var takenCategories = new Dictionary<string, CategoryColumn>(categories.Count);
        foreach ((string name, CategoryColumn column) in categories) takenCategories[name] = column.Take(rows);

        var takenAttack = new bool[rows.Length];
        for (int i = 0; i < takenAttack.Length; i++) takenAttack[i] = IsAttack[rows[i]];
        return new FlowTable(Origin, rows.Length, takenNumbers, takenCategories, AttackCategory.Take(rows), takenAttack, Warnings, Schema);
    }

    /// <summary>Indices of the normal flows, in file order.</summary>
    public int[] NormalRows() => RowsWhere(attack: false);

    /// <summary>Indices of the attacks, in file order.</summary>
    public int[] AttackRows() => RowsWhere(attack: true);

    /// <summary>A numeric column, or null.</summary>
    internal double[]? TryNumber(string name) => numbers.GetValueOrDefault(name);

    /// <summary>A text column, or null.</summary>
    internal CategoryColumn? TryCategory(string name) => categories.GetValueOrDefault(name);

    /// <summary>Whether a text feature of that name is there.</summary>
    internal bool HasCategory(string name) => categories.ContainsKey(name);

    /// <summary>Indices of the flows of one attack category (or of <c>Normal</c>), in file order; none where the category does not occur.</summary>
    public int[] RowsOf(string attackCategory)
    {
        int code = -1;
        for (int i = 0; i < AttackCategory.Values.Count; i++)
            if (AttackCategory.Values[i] == attackCategory) code = i;
        return [.. Enumerable.Range(0, Count).Where(row => AttackCategory.Codes[row] == code)];
    }

    /// <summary>A table of normals alone that does not even know how attacks are called.</summary>
    internal FlowTable WithoutAttackNames() =>
        new(Origin, Count, numbers, categories, new CategoryColumn(new int[Count], [FlowSchema.Normal]), new bool[Count], Warnings, Schema);

    internal FlowTable WithWarning(string warning) =>
        new(Origin, Count, numbers, categories, AttackCategory, IsAttack, [.. Warnings, warning], Schema);

    private int[] RowsWhere(bool attack)
    {
        var rows = new List<int>(Count);
        for (int i = 0; i < Count; i++)
            if (IsAttack[i] == attack) rows.Add(i);
        return [.. rows];
    }

    private string Hint(string name) => Schema.LabelColumns.Contains(name)
        ? "It is a label: use IsAttack or AttackCategory, for evaluation only."
        : "FlowTable.Schema.Features lists the names.";
}
