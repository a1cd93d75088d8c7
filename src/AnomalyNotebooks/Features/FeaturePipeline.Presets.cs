namespace AnomalyNotebooks;

public sealed partial record FeaturePipeline
{
    /// <summary>Three features that mostly tell the two test beds' machines apart: routers and operating systems, not attacks.</summary>
    public static IReadOnlyList<string> TtlColumns { get; } = ["sttl", "dttl", "ct_state_ttl"];

    /// <summary>The reference project's preprocessing on the 42 honest features: texts label-encoded, then every column min-max scaled.</summary>
    public static FeaturePipeline Reference => new("reference", [.. FlowSchema.UnswNb15.Features.Select(known => new FeatureRecipe(
        [known.Name], known.IsText ? [new LabelEncodeStep(), new MinMaxStep()] : [new MinMaxStep()]))]);

    /// <summary>The reference project's 44 inputs, <b>the answer among them</b>: <see cref="Reference"/>, then <c>attack_cat</c> (0 to 9,
    /// not scaled) and <c>label</c>. Only to show what leaked labels do.</summary>
    public static FeaturePipeline LeakingLabels() => Reference.WithLeakedLabels(LabelColumns.AttackCategory, LabelColumns.Label);

    /// <summary>The 42 features as they are: texts as codes, numbers unscaled. For detectors that look at exact values.</summary>
    public static FeaturePipeline Raw { get; } = new("raw", [.. FlowSchema.UnswNb15.Features.Select(known =>
        new FeatureRecipe([known.Name], known.IsText ? [new LabelEncodeStep()] : []))]);

    /// <summary>For autoencoders: logarithms of what is heavy-tailed, standardised and clipped at 8 deviations; texts and small discrete
    /// numbers one-hot; of the TCP sequence numbers only whether there is one.</summary>
    public static FeaturePipeline Robust { get; } = new("robust",
    [
        .. HeavyTailed.Select(group => new FeatureRecipe(group.Columns, [new Log1pStep { Scale = group.Scale }, new StandardStep { Clip = 8 }])),
        .. DiscreteRecipes,
    ]);

    /// <summary>As <see cref="Robust"/>, but with quantiles mapped to a normal distribution in place of logarithms: no tail is heavy
    /// then, and no value is further out than the training rows' furthest.</summary>
    public static FeaturePipeline Quantile { get; } = new("quantile",
    [
        new FeatureRecipe([.. HeavyTailed.SelectMany(group => group.Columns)], [new QuantileStep { Output = QuantileOutput.Normal }]),
        .. DiscreteRecipes,
    ]);

    /// <summary>How surprising each value is among the training normals: by itself, given protocol, service, state and TTLs, and together
    /// with others. Standardised and clipped at 8. Train on the features that <see cref="FitTransform"/> gives.</summary>
    public static FeaturePipeline Surprise => new("surprise", new FeatureRecipe(
        [.. FlowSchema.UnswNb15.Features.Select(known => known.Name)],
        [
            new SurpriseStep
            {
                Context = ["proto", "service", "state", "sttl", "dttl", "ct_state_ttl"],
                Tuples =
                [
                    ["spkts", "dpkts", "sbytes", "dbytes"], ["spkts", "dpkts"], ["smean", "dmean"], ["sbytes", "service"],
                    ["ct_srv_src", "ct_srv_dst"], ["ct_dst_src_ltm", "ct_src_ltm"], ["service", "state", "spkts", "dpkts"],
                ],
                Continuous = new Dictionary<string, double>
                {
                    ["dur"] = 1e6, ["tcprtt"] = 1e6, ["synack"] = 1e6, ["ackdat"] = 1e6, ["sinpkt"] = 1e3, ["dinpkt"] = 1e3, ["sjit"] = 1,
                    ["djit"] = 1, ["rate"] = 1, ["sload"] = 1, ["dload"] = 1, ["stcpb"] = 1, ["dtcpb"] = 1,
                },
            },
            new StandardStep { Clip = 8 },
        ]));

    /// <summary><see cref="Quantile"/> and <see cref="Surprise"/> side by side, for detectors that compare flows with their neighbours.</summary>
    public static FeaturePipeline QuantileAndSurprise => Quantile.And(Surprise) with { Name = "quantile and surprise" };

    /// <summary>Without the three TTL features, and without them as context of others (<see cref="TtlColumns"/>).</summary>
    public FeaturePipeline WithoutTtl() => Without(TtlColumns) with { Name = $"{Name} without TTL" };

    // Scales bring the smallest values that occur (microseconds) to about 1, where the logarithm begins to bend.
    private static IEnumerable<(double Scale, string[] Columns)> HeavyTailed =>
    [
        (1e6, ["dur", "tcprtt", "synack", "ackdat"]),
        (1e3, ["sinpkt", "dinpkt"]),
        (1, ["spkts", "dpkts", "sbytes", "dbytes", "rate", "sload", "dload", "sloss", "dloss", "sjit", "djit", "smean", "dmean",
            "response_body_len", "ct_srv_src", "ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm", "ct_src_ltm", "ct_srv_dst"]),
    ];

    private static IEnumerable<FeatureRecipe> DiscreteRecipes =>
    [
        new(["proto", "service", "state", "sttl", "dttl", "ct_state_ttl", "swin", "dwin", "trans_depth", "ct_ftp_cmd", "ct_flw_http_mthd",
            "is_ftp_login", "is_sm_ips_ports"], [new OneHotStep { MinimumCount = 10 }]),
        new(["stcpb", "dtcpb"], [new PresentStep()]),
    ];
}
