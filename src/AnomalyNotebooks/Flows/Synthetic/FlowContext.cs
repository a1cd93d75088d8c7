namespace AnomalyNotebooks;

/// <summary>What kind of flow it is: the texts (as codes of the profile) and the TTL features, which go together.</summary>
internal readonly record struct FlowContext(int Service, int State, int SourceTtl, int DestinationTtl, int StateTtl);
