namespace AnomalyNotebooks;

/// <summary>
/// Network flows in columns, as <see cref="Schema"/> describes them: numbers or dictionary-coded texts, and apart from them what is
/// known of each flow afterwards, its attack category and label. The two are not features: no model may read them.
/// </summary>
/// <remarks>Immutable by convention: columns are shared, not copied.</remarks>
public sealed partial class FlowTable
{
    private readonly IReadOnlyDictionary<string, NumberColumn> numbers;
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
        : this(origin, count, numbers.ToDictionary(column => column.Key, column => NumberColumn.Of(column.Value)), categories,
            attackCategory, isAttack,
            warnings, schema)
    {
    }

    internal FlowTable(
        FlowOrigin origin,
        int count,
        IReadOnlyDictionary<string, NumberColumn> numbers,
        IReadOnlyDictionary<string, CategoryColumn> categories,
        CategoryColumn attackCategory,
        bool[] isAttack,
        IReadOnlyList<string>? warnings,
        FlowSchema? schema)
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

    /// <summary>Whether it is known of each flow what it was. Where it is not, all are taken as normal.</summary>
    public bool IsLabelled => Schema.LabelColumns.Count > 0;

    /// <summary>The bytes that the columns take in memory.</summary>
    internal long Bytes => numbers.Values.Sum(column => (long)column.Count * column.BytesEach)
        + (((categories.Count + 1L) * sizeof(int)) + sizeof(bool)) * Count;

    /// <summary>How many values are missing in each column that lacks some, in the schema's order.</summary>
    public IReadOnlyList<(string Column, int Missing)> MissingValues() =>
    [
        .. Schema.Columns.Select(column => (column.Name, Missing(column))).Where(column => column.Item2 > 0),
    ];

    /// <summary>What the reader found odd but kept: unknown categories, negative numbers, names of files that mislead.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The values of a numeric feature, one per flow.</summary>
    /// <exception cref="ArgumentException">No such numeric feature.</exception>
    public double[] Number(string name) => Stored(name).Unpacked();

    /// <summary>A numeric feature as it is stored.</summary>
    /// <exception cref="ArgumentException">No such numeric feature.</exception>
    internal NumberColumn Stored(string name) => numbers.TryGetValue(Require.Given(name), out NumberColumn? column) ? column
        : throw new ArgumentException($"'{name}' is not a numeric feature of a flow. {Hint(name)}", nameof(name));

    /// <summary>A text feature, such as the protocol.</summary>
    /// <exception cref="ArgumentException">No such text feature.</exception>
    public CategoryColumn Category(string name) => categories.TryGetValue(Require.Given(name), out CategoryColumn? column)
        ? column
        : throw new ArgumentException($"'{name}' is not a text feature of a flow. {Hint(name)}", nameof(name));

    /// <summary>
    /// Reads a file of flows, plain or gzip: a CSV or TSV file, a log of Zeek (its own format or JSON lines), of Argus or nfdump, NSL-KDD,
    /// UNSW-NB15. Standard input for <c>-</c>. Without a schema the first lines tell which of the known formats it is.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">What its columns are: <see cref="FlowSchema.Named"/>, <see cref="FlowSchema.FromJson"/>, or one made in
    /// code.</param>
    /// <exception cref="FlowFormatException">The file does not fit; line, column and value are named.</exception>
    /// <exception cref="AnomalyException">There is no such file, or its format is not known.</exception>
    public static FlowTable Load(string path, FlowSchema? schema = null) => FlowReader.Read(path, schema);

    /// <summary>The named rows, in that order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the table.</exception>
    public FlowTable Take(ReadOnlySpan<int> rows)
    {
        Require.Rows(rows, Count);
        var takenNumbers = new Dictionary<string, NumberColumn>(numbers.Count);
        foreach ((string name, NumberColumn column) in numbers) takenNumbers[name] = column.Take(rows);

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
    internal double[]? TryNumber(string name) => numbers.GetValueOrDefault(name)?.Unpacked();

    /// <summary>A text column, or null.</summary>
    internal CategoryColumn? TryCategory(string name) => categories.GetValueOrDefault(name);

    /// <summary>Whether a text feature of that name is there.</summary>
    internal bool HasCategory(string name) => categories.ContainsKey(name);

    /// <summary>Indices of the flows of one attack category (or of <c>Normal</c>), in file order; none where the category does not
    /// occur.</summary>
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

    private int Missing(FlowColumn column)
    {
        if (!column.IsText) return numbers[column.Name].CountMissing();
        CategoryColumn texts = categories[column.Name];
        int blank = -1;
        for (int code = 0; code < texts.Values.Count && blank < 0; code++)
            if (texts.Values[code].Length == 0) blank = code;
        return blank < 0 ? 0 : texts.Codes.AsSpan().Count(blank);
    }

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
