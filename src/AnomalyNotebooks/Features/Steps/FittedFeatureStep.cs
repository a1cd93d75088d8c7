using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>What a step has learnt: immutable, safe to use from several threads.</summary>
internal abstract class FittedFeatureStep(FeatureStep settings, IReadOnlyList<FeatureColumn> outputs)
{
    public FeatureStep Settings { get; } = settings;

    public IReadOnlyList<FeatureColumn> Outputs { get; } = outputs;

    /// <summary>Whether the rows it was fitted on are transformed in another way than others (leave-one-out).</summary>
    public virtual bool LeavesOneOut => false;

    /// <summary>Whether <see cref="WriteRows"/> is there, for steps with many outputs that are nearly all zero.</summary>
    public virtual bool WritesRows => false;

    /// <summary>Transforms a block of rows; <paramref name="output"/> holds as many rows, with any values.</summary>
    public abstract void Transform(ColumnBlock input, ColumnBlock output);

    /// <summary>Transforms the rows that the step was fitted on.</summary>
    public virtual void TransformTraining(ColumnBlock input, ColumnBlock output) => Transform(input, output);

    /// <summary>Writes the outputs of a block of rows, as the last step of a chain, into row-major storage that may hold anything.</summary>
    /// <param name="input">The block.</param>
    /// <param name="target">Begins at the first output of the first row.</param>
    /// <param name="stride">Distance between rows.</param>
    public virtual void WriteRows(ColumnBlock input, Span<float> target, int stride) => throw new NotSupportedException();

    /// <summary>Writes settings and state as properties of the object that is open.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
