namespace AnomalyNotebooks;

/// <summary>Which half of the attacks a detector is judged by (<see cref="FlowSplit"/>).</summary>
internal enum AttackHalf
{
    /// <summary>The half to develop and to understand detectors by.</summary>
    Development,

    /// <summary>The half for published numbers; scored as seldom as possible, and only where it is asked for by name.</summary>
    Final,
}
