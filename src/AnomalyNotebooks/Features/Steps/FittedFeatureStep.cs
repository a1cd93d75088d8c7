using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>What a step has learnt: immutable, safe to use from several threads.</summary>
internal abstract class FittedFeatureStep(FeatureStep settings, IReadOnlyList<FeatureColumn> outputs)
{
    public FeatureStep Settings { get; } = settings;

    public IReadOnlyList<FeatureColumn> Outputs { get; } = outputs;

    /// <summary>Whether the rows it was fitted on are transformed in another way than others (leave-one-out).</summary>
    public virtual bool LeavesOneOut => false;

    /// <summary>Transforms a block of rows; <paramref name="output"/> holds as many rows, with any values.</summary>
    public abstract void Transform(ColumnBlock input, ColumnBlock output);

    /// <summary>Transforms the rows that the step was fitted on.</summary>
    public virtual void TransformTraining(ColumnBlock input, ColumnBlock output) => Transform(input, output);

    /// <summary>Writes settings and state as properties of the object that is open.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
