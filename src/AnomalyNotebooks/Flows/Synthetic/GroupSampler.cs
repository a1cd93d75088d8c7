namespace AnomalyNotebooks;

/// <summary>Draws flows of one group of a profile.</summary>
internal sealed class GroupSampler
{
    private readonly ProfileGroup group;
    private readonly RankCopula copula;
    private readonly WeightedChoice<int> protocols;
    private readonly WeightedChoice<FlowContext> contexts;
    private readonly WeightedChoice<int> shapes;
    private readonly double[][] normalsOfShape; // by shape and varying latent: its normal score, or NaN where it is to be drawn
    private readonly double[] constant;

    public GroupSampler(ProfileGroup group)
    {
        this.group = group;
        copula = new RankCopula(group.Varying.Length, group.Correlations);
        protocols = new WeightedChoice<int>(group.Protocols);
        contexts = new WeightedChoice<FlowContext>(group.Contexts);
        shapes = new WeightedChoice<int>([.. group.Shapes.Select((shape, i) => (i, shape.Flows))]);
        normalsOfShape = [.. Enumerable.Range(0, Math.Max(1, group.Shapes.Count)).Select(_ => NewNormals())];
        for (int k = 0; k < group.Varying.Length; k++)
            if (group.Varying[k] < group.FirstMarginal) ScoreShapes(k);
        constant = new double[FlowLatents.Count];
        for (int i = group.FirstMarginal; i < constant.Length; i++) constant[i] = group.Marginals[i - group.FirstMarginal].Quantile(0);
    }

    /// <summary>Draws one flow: its latents into <paramref name="latents"/>, its protocol and its context as result.</summary>
    public (int Protocol, FlowContext Context) Draw(Span<double> latents, SeededRandom random)
    {
        int shape = group.Shapes.Count > 0 ? shapes.Draw(random) : 0;
        Span<double> normals = stackalloc double[group.Varying.Length], noise = stackalloc double[group.Varying.Length];
        normalsOfShape[shape].CopyTo(normals);
        copula.Complete(normals, noise, random);

        constant.CopyTo(latents);
        if (group.Shapes.Count > 0) group.Shapes[shape].Shape.CopyTo(latents);
        for (int k = 0; k < normals.Length; k++)
        {
            int latent = group.Varying[k];
            if (latent >= group.FirstMarginal)
                latents[latent] = group.Marginals[latent - group.FirstMarginal].Quantile(NormalDistribution.Cdf(normals[k]));
        }

        return (protocols.Draw(random), contexts.Draw(random));
    }

    private double[] NewNormals()
    {
        var normals = new double[group.Varying.Length];
        Array.Fill(normals, double.NaN);
        return normals;
    }

    // A shape's numbers are given, so that everything else is drawn to fit: each counts as the normal quantile of its middle rank.
    private void ScoreShapes(int k)
    {
        int latent = group.Varying[k], below = 0, all = group.Shapes.Sum(shape => shape.Flows);
        foreach (var value in group.Shapes.Select((shape, i) => (Value: shape.Shape[latent], Index: i, shape.Flows)).GroupBy(shape =>
            shape.Value).OrderBy(value => value.Key))
        {
            int flows = value.Sum(shape => shape.Flows);
            double normal = PortableMath.InverseNormalCdf((below + (flows / 2.0)) / all);
            foreach (var shape in value) normalsOfShape[shape.Index][k] = normal;
            below += flows;
        }
    }
}
