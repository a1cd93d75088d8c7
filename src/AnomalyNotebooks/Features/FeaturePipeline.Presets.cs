using static AnomalyNotebooks.ColumnRole;

namespace AnomalyNotebooks;

/// <content>Presets choose columns by their roles, so that they suit flows of any schema.</content>
public sealed partial record FeaturePipeline
{
    /// <summary>The reference project's preprocessing: texts label-encoded, then every column min-max scaled.</summary>
    public static FeaturePipeline Reference { get; } = new(
        "reference", schema => InOrder(schema, [new LabelEncodeStep(), new MinMaxStep()], [new MinMaxStep()]));

    /// <summary>The reference project's 44 inputs on UNSW-NB15, <b>the answer among them</b>: <see cref="Reference"/>, then the attack
    /// category (0 to 9, not scaled) and the label. Only to show what leaked labels do.</summary>
    public static FeaturePipeline LeakingLabels() => Reference.WithLeakedLabels(FlowSchema.UnswNb15.LabelColumns);

    /// <summary>The features as they are: texts as codes, numbers unscaled. For detectors that look at exact values.</summary>
    public static FeaturePipeline Raw { get; } = new("raw", schema => InOrder(schema, [new LabelEncodeStep()], []));

    /// <summary>For autoencoders: logarithms of what is heavy-tailed, standardised and clipped at 8 deviations; texts and small discrete
    /// numbers one-hot; of sequence numbers only whether there is one.</summary>
    public static FeaturePipeline Robust { get; } = new("robust", schema =>
    [
        .. HeavyTailed(schema).Select(group => new FeatureRecipe(
            [.. group], [new Log1pStep { Scale = group.Key, Signed = true }, new StandardStep { Clip = 8 }])),
        .. OfRoles(schema, [new StandardStep { Clip = 8 }], Number, Timestamp),
        .. Discretes(schema),
    ]);

    /// <summary>As <see cref="Robust"/>, but with quantiles mapped to a normal distribution in place of logarithms: no tail is heavy
    /// then, and no value is further out than the training rows' furthest.</summary>
    public static FeaturePipeline Quantile { get; } = new("quantile", schema =>
    [
        .. HeavyTailed(schema).SelectMany(group => group).Concat(schema.WithRole(Number)).Concat(schema.WithRole(Timestamp)).ToArray() is
            { Length: > 0 } columns ? [new FeatureRecipe(columns, [new QuantileStep()])] : Array.Empty<FeatureRecipe>(),
        .. Discretes(schema),
    ]);

    /// <summary>How surprising each value is among the training normals: by itself, given the schema's context (protocol, service and the
    /// like), and together with others. Standardised and clipped at 8. Train on the features that <see cref="FitTransform"/>
    /// gives.</summary>
    public static FeaturePipeline Surprise { get; } = new("surprise", schema =>
    [
        new FeatureRecipe(schema.FeatureNames,
        [
            new SurpriseStep
            {
                Context = schema.Rules.Context,
                Tuples = schema.Rules.Tuples,
                Continuous = schema.Features.Where(column => column.IsMeasured || column.Role is SequenceNumber or Number or Timestamp)
                    .ToDictionary(column => column.Name, column => column.Scale),
            },
            new StandardStep { Clip = 8 },
        ]),
    ]);

    /// <summary>For autoencoders that have to travel to other traffic than they were fitted on: <see cref="Robust"/> with window counters
    /// at half their weight, and beside it, at half weight too, how rare each value is, roughly: counts, sizes and counters to
    /// half a natural logarithm, 10 flows' worth smoothed towards all contexts. Measured times and rates, and what follows from other
    /// columns, are left out of the rarities. Train on the features that <see cref="FitTransform"/> gives.</summary>
    public static FeaturePipeline Travelling { get; } = new("travelling", schema =>
    [
        .. HeavyTailed(schema, Count, Size, Duration, Rate).Select(group => new FeatureRecipe(
            [.. group], [new Log1pStep { Scale = group.Key, Signed = true }, new StandardStep { Clip = 8 }])),
        .. OfRoles(schema, [new Log1pStep { Signed = true }, new StandardStep { Clip = 8, Weight = 0.5 }], WindowCounter),
        .. OfRoles(schema, [new StandardStep { Clip = 8 }], Number, Timestamp),
        .. Discretes(schema),
        .. Rarities(schema),
    ]);

    /// <summary><see cref="Quantile"/> and <see cref="Surprise"/> side by side, for detectors that compare flows with their
    /// neighbours.</summary>
    public static FeaturePipeline QuantileAndSurprise { get; } = Quantile.And(Surprise) with { Name = "quantile and surprise" };

    // Columns in the order of the schema; neighbours of one kind share a recipe, for they are quicker together.
    private static List<FeatureRecipe> InOrder(FlowSchema schema, FeatureStep[] ofTexts, FeatureStep[] ofNumbers)
    {
        var parts = new List<FeatureRecipe>();
        for (int first = 0, end; first < schema.Features.Count; first = end)
        {
            bool isText = schema.Features[first].IsText;
            for (end = first + 1; end < schema.Features.Count && schema.Features[end].IsText == isText; end++) { }
            parts.Add(new FeatureRecipe([.. schema.FeatureNames.Take(first..end)], isText ? ofTexts : ofNumbers));
        }

        return parts;
    }

    // By scale, the largest first: it brings the smallest values that occur to about 1, where the logarithm begins to bend.
    private static IEnumerable<IGrouping<double, string>> HeavyTailed(FlowSchema schema) =>
        HeavyTailed(schema, Count, Size, Duration, Rate, WindowCounter);

    private static IEnumerable<IGrouping<double, string>> HeavyTailed(FlowSchema schema, params ColumnRole[] roles) => schema.Features
        .Where(column => roles.Contains(column.Role))
        .GroupBy(column => column.Scale, column => column.Name)
        .OrderByDescending(group => group.Key);

    private static FeatureRecipe[] Rarities(FlowSchema schema)
    {
        FlowColumn[] columns = [.. schema.Features.Where(column => !column.IsMeasured && !schema.Rules.Follows(column.Name)
            && column.Role is not (SequenceNumber or Number or Timestamp))];
        SurpriseStep rarity = new()
        {
            Context = [.. schema.Rules.Context.Where(name => columns.Any(column => column.Name == name))],
            Continuous = columns.Where(column => column.Role is Count or Size or WindowCounter)
                .ToDictionary(column => column.Name, _ => 1.0),
            Resolution = 2,
            Smoothing = 10,
        };
        return columns.Length == 0 ? []
            : [new FeatureRecipe([.. columns.Select(column => column.Name)], [rarity, new StandardStep { Clip = 8, Weight = 0.5 }])];
    }

    private static IEnumerable<FeatureRecipe> Discretes(FlowSchema schema) =>
    [
        .. OfRoles(schema, [new OneHotStep { MinimumCount = 10 }], Category, Identifier, TimeToLive, Discrete, Flag),
        .. OfRoles(schema, [new PresentStep()], SequenceNumber),
    ];

    private static FeatureRecipe[] OfRoles(FlowSchema schema, FeatureStep[] steps, params ColumnRole[] roles)
    {
        string[] columns = [.. roles.SelectMany(schema.WithRole)];
        return columns.Length == 0 ? [] : [new FeatureRecipe(columns, steps)];
    }
}
