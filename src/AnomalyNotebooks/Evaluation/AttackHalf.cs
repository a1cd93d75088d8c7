namespace AnomalyNotebooks;

/// <summary>Which half of the attacks a detector is judged by (<see cref="FlowSplit"/>).</summary>
public enum AttackHalf
{
    /// <summary>The half for published numbers; looked at as seldom as possible.</summary>
    Final,

    /// <summary>The half to understand detectors by.</summary>
    Development,
}
