namespace AnomalyNotebooks;

/// <summary>The two columns that say what a flow turned out to be. Reading them as features needs a name that says so.</summary>
internal static class LabelColumns
{
    public const string AttackCategory = "attack_cat";
    public const string Label = "label";

    public static bool Contains(string column) => column is AttackCategory or Label;

    /// <summary>A text column of the table, the attack category included; null where the name is none.</summary>
    public static CategoryColumn? Text(FlowTable rows, string column) => column switch
    {
        AttackCategory => rows.AttackCategory,
        _ => rows.HasCategory(column) ? rows.Category(column) : null,
    };

    /// <summary>A numeric column of the table, the label as 0 and 1 included.</summary>
    public static double[] Number(FlowTable rows, string column) => column == Label
        ? [.. rows.IsAttack.Select(attack => attack ? 1.0 : 0.0)]
        : rows.Number(column);

    public static AnomalyException Refused(string column) => new(
        $"'{column}' is a label, not a feature: a detector that reads it is told the answer. To show what that does, ask for it by FeaturePipeline.WithLeakedLabels.");
}
