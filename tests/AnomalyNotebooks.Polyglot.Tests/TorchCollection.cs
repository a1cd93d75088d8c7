namespace AnomalyNotebooks.Polyglot.Tests;

/// <summary>Tests of TorchSharp run one after another: its number of threads and the memory of the process are everyone's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection
{
    public const string Name = "torch";
}
