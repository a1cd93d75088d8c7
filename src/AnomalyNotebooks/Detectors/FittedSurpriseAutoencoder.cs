namespace AnomalyNotebooks;

/// <summary>A fitted <see cref="SurpriseAutoencoder"/>. The score is the mean size of the standardised residuals, over surprises and networks.</summary>
public sealed class FittedSurpriseAutoencoder : IExplainsScores
{
    private readonly FlowParts parts;
    private readonly SurpriseTable table;
    private readonly StandardScale scale;
    private readonly StandardScale[] residuals;
    private readonly IReadOnlyList<string> names;
    private readonly ExpectedValues expected;

    internal FittedSurpriseAutoencoder(
        FlowParts parts,
        SurpriseTable table,
        StandardScale scale,
        Autoencoder[] networks,
        StandardScale[] residuals,
        IReadOnlyList<string> names,
        ExpectedValues expected)
    {
        this.parts = parts;
        this.table = table;
        this.scale = scale;
        this.residuals = residuals;
        this.names = names;
        this.expected = expected;
        Networks = networks;
    }

    /// <summary>The networks, with their histories.</summary>
    public IReadOnlyList<Autoencoder> Networks { get; }

    /// <summary>The surprises the networks see, by name, such as <c>sbytes given proto, service, state, sttl, dttl, ct_state_ttl</c>.</summary>
    public IReadOnlyList<string> Surprises => table.Names;

    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows)
    {
        FeatureMatrix sizes = Parts(flows);
        var scores = new double[flows.Rows];
        for (int r = 0; r < scores.Length; r++)
            foreach (float part in sizes.Row(r)) scores[r] += part;
        return scores;
    }

    /// <summary>What each surprise adds to each score, the size of its standardised residual as a share of their number: rows by <see cref="Surprises"/>.</summary>
    public FeatureMatrix Parts(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, names);
        FeatureMatrix features = scale.Transform(table.Transform(parts.View(parts.Take(flows))));
        var sizes = new float[features.Values.Length];
        for (int n = 0; n < residuals.Length; n++)
        {
            FeatureMatrix standardised = residuals[n].Transform(Residuals(Networks[n], features));
            for (int i = 0; i < sizes.Length; i++) sizes[i] += Math.Abs(standardised.Values[i]) / (residuals.Length * features.Columns);
        }

        return new FeatureMatrix(sizes, features.Rows, features.Names);
    }

    /// <summary>What each column adds to a score: how far the score falls when the column is set to what is expected there, the
    /// median of normal flows of the same protocol, service, state and TTLs (of these themselves, the most frequent value).</summary>
    /// <inheritdoc/>
    public ScoreExplanation Explain(FeatureMatrix flows) => DeletionExplanation.Of(this, flows, expected);

    internal static FeatureMatrix Residuals(Autoencoder network, FeatureMatrix features)
    {
        FeatureMatrix rebuilt = network.Reconstruct(features);
        var differences = new float[features.Values.Length];
        for (int i = 0; i < differences.Length; i++) differences[i] = features.Values[i] - rebuilt.Values[i];
        return new FeatureMatrix(differences, features.Rows, features.Names);
    }
}
