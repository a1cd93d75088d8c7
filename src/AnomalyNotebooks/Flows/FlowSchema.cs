namespace AnomalyNotebooks;

/// <summary>The columns of the UNSW-NB15 partition files.</summary>
public static class FlowSchema
{
    /// <summary>The 42 features in file order (the columns without <c>id</c>, <c>attack_cat</c> and <c>label</c>).</summary>
    public static IReadOnlyList<FlowField> Features { get; } =
    [
        new("dur", FlowFieldKind.Real, "s", "Duration of the flow."),
        new("proto", FlowFieldKind.Category, "", "Transport protocol."),
    ];
}
