namespace AnomalyNotebooks;

/// <summary>Which of the two partition files of UNSW-NB15 the flows are, told by their number and not by the file's name.</summary>
internal enum FlowPartition
{
    /// <summary>Neither: another number of flows, or generated ones.</summary>
    None,

    /// <summary>The 175,341 flows that the literature trains on.</summary>
    OfficialTraining,

    /// <summary>The 82,332 flows that the literature tests on. Many mirrors, and this workbook's reference, call the file
    /// <c>training-set</c>.</summary>
    OfficialTesting,
}

/// <summary>What is known of the two partition files.</summary>
internal static class FlowPartitions
{
    /// <summary>SHA-256 of the 82,332-flow file as most mirrors hand it out: with byte order mark and CRLF.</summary>
    public const string OfficialTestingSha256 = "734fe6642edf758f7c94d7d9149426b49d202fe8e7bf0bef47392489c3c0a559";

    public const string TrainingName = "UNSW_NB15_training-set.csv";
    public const string TestingName = "UNSW_NB15_testing-set.csv";

    public static FlowPartition Of(long rows) => rows switch
    {
        175_341 => FlowPartition.OfficialTraining,
        82_332 => FlowPartition.OfficialTesting,
        _ => FlowPartition.None,
    };

    /// <summary>What to say where the file's name and its number of flows contradict each other; null where they do not.</summary>
    public static string? NameWarning(string fileName, FlowPartition partition)
    {
        bool saysTraining = fileName.Contains("training-set", StringComparison.OrdinalIgnoreCase);
        bool saysTesting = fileName.Contains("testing-set", StringComparison.OrdinalIgnoreCase);
        return partition switch
        {
            FlowPartition.OfficialTesting when saysTraining =>
                $"{fileName} holds 82,332 flows: the literature calls these the testing set. Mirrors differ in which file has which "
                    + "name; the number of flows decides here.",
            FlowPartition.OfficialTraining when saysTesting =>
                $"{fileName} holds 175,341 flows: the literature calls these the training set. Mirrors differ in which file has which "
                    + "name; the number of flows decides here.",
            _ => null,
        };
    }
}
