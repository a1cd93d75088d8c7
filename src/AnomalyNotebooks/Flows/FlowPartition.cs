namespace AnomalyNotebooks;

/// <summary>Which of the two partition files of UNSW-NB15 the flows are, told by their number and not by the file's name.</summary>
public enum FlowPartition
{
    /// <summary>Neither: another number of flows, or generated ones.</summary>
    None,

    /// <summary>The 175,341 flows that the literature trains on.</summary>
    OfficialTraining,

    /// <summary>The 82,332 flows that the literature tests on. Many mirrors, and this workbook's reference, call the file
    /// <c>training-set</c>.</summary>
    OfficialTesting,
}
