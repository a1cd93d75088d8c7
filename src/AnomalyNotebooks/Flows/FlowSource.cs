namespace AnomalyNotebooks;

/// <summary>The door through which flows come in: finds a partition file of UNSW-NB15 and reads it, or has flows made up that resemble
/// it.</summary>
public static class FlowSource
{
    /// <summary>Environment variable that names the folder of the partition files (or one of them).</summary>
    public const string DirectoryVariable = "UNSW_NB15_DIR";

    /// <summary>How to come by the data, as told where it is missing.</summary>
    public const string HowToGetTheData =
        "The data set is free for academic research: search for \"UNSW-NB15 dataset\" at UNSW Canberra, download the partition files " +
        "(\"Training and Testing Sets\") and hand the CSV or the zip to `anomaly data import PATH`, or point UNSW_NB15_DIR at their "
            + "folder. " +
        "data/README.md says more.";

    /// <summary>
    /// Loads flows from <paramref name="path"/> (a file or a folder), else from the folder <c>UNSW_NB15_DIR</c> names, else from
    /// <c>data/</c> of the repository around the current directory. Where a folder holds both partition files, the one
    /// of 82,332 flows, which this workbook is about. Where there is none, the synthetic sample: its
    /// <see cref="FlowTable.Origin"/> says so.
    /// </summary>
    /// <exception cref="AnomalyException"><paramref name="path"/> is given and nothing is there.</exception>
    /// <exception cref="FlowFormatException">The file is not as expected.</exception>
    public static FlowTable Load(string? path = null)
    {
        IReadOnlyList<FlowFile> files = Find(path);
        return files.Count > 0 ? FlowReader.Read(Preferred(files).Path, FlowSchema.UnswNb15)
            : Sample(Environment.GetEnvironmentVariable(DirectoryVariable));
    }

    /// <summary>Loads one of the two partitions, for the official split, from where <see cref="Load"/> looks.</summary>
    /// <exception cref="AnomalyException">The partition is not there.</exception>
    internal static FlowTable LoadPartition(FlowPartition partition, string? path = null)
    {
        FlowFile? file = Find(path).FirstOrDefault(file => file.Partition == partition);
        return file is not null
            ? FlowReader.Read(file.Path, FlowSchema.UnswNb15)
            : throw new AnomalyException(
                $"The {(partition == FlowPartition.OfficialTraining ? "175,341" : "82,332")} flows of the official split are not there. "
                    + $"{HowToGetTheData}");
    }

    /// <summary>Writes a log as Zeek writes it, of connections made up by the generator of the synthetic sample: for the lessons and for
    /// trying things out. No result on it says anything about real traffic. The same arguments give the same bytes.</summary>
    /// <param name="path">Where to write; the folder is made if it is missing.</param>
    /// <param name="normals">How many normal connections.</param>
    /// <param name="attacks">How many of attacks, in bursts in the last fifth of the time.</param>
    /// <param name="days">How many days they are spread over, more at noon than at night.</param>
    /// <param name="changed">The day, from 0, from which downloads are three times as large; null for never.</param>
    /// <param name="seed">Fixes every draw.</param>
    /// <returns>The path.</returns>
    public static string ZeekSample(
        string path, int normals = 3000, int attacks = 120, int days = 2, int? changed = null, ulong seed = 42)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, SyntheticZeekLog.Text(normals, attacks, days, changed, seed));
        return path;
    }

    /// <summary>The raw files of UNSW-NB15, with addresses and times, in the order of their names: <c>UNSW-NB15_1.csv</c> to
    /// <c>_4.csv</c>, or whatever a folder <c>unsw-raw</c> holds, in the folder of <c>UNSW_NB15_DIR</c>, else in <c>data/</c>. None
    /// where there are none.</summary>
    public static IReadOnlyList<string> RawFiles()
    {
        string? place = Environment.GetEnvironmentVariable(DirectoryVariable);
        string? folder = string.IsNullOrWhiteSpace(place) ? DataFolder() : File.Exists(place) ? Path.GetDirectoryName(place) : place;
        if (folder is null || !Directory.Exists(folder)) return [];
        string inner = Path.Combine(folder, "unsw-raw");
        return [.. Directory.EnumerateFiles(folder, "UNSW-NB15_?.csv")
            .Concat(Directory.Exists(inner) ? Directory.EnumerateFiles(inner, "*.csv") : []).Order(StringComparer.Ordinal)];
    }

    /// <summary>The partition files in the first place that has any: <paramref name="path"/> if given, else <c>UNSW_NB15_DIR</c>, else
    /// <c>data/</c>.</summary>
    /// <exception cref="AnomalyException"><paramref name="path"/> is given and nothing is there.</exception>
    internal static IReadOnlyList<FlowFile> Find(string? path = null) =>
        Find(path, Environment.GetEnvironmentVariable(DirectoryVariable), DataFolder());

    internal static IReadOnlyList<FlowFile> Find(string? path, string? variable, string? dataFolder)
    {
        if (path is not null)
        {
            IReadOnlyList<FlowFile> files = FlowFile.At(path);
            return files.Count > 0 ? files : throw new AnomalyException(
                $"{path}: no such file, or a folder without {FlowPartitions.TrainingName} and {FlowPartitions.TestingName}. "
                    + $"{HowToGetTheData}");
        }

        IReadOnlyList<FlowFile> found = string.IsNullOrWhiteSpace(variable) ? [] : FlowFile.At(variable);
        return found.Count > 0 || dataFolder is null ? found : FlowFile.At(dataFolder);
    }

    /// <summary>The folder <c>data/</c> of the repository that the current directory lies in; null outside of one.</summary>
    public static string? DataFolder()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AnomalyNotebooks.sln"))) return Path.Combine(folder.FullName, "data");
        return null;
    }

    // A variable that points nowhere is a mistake that the sample would hide.
    internal static FlowTable Sample(string? variable)
    {
        FlowTable sample = SyntheticFlows.Generate(FlowProfile.Bundled);
        return string.IsNullOrWhiteSpace(variable)
            ? sample
            : sample.WithWarning($"{DirectoryVariable} is '{variable}', where neither {FlowPartitions.TrainingName} nor "
                + $"{FlowPartitions.TestingName} is.");
    }

    /// <summary>Of several partition files the one this workbook is about.</summary>
    internal static FlowFile Preferred(IReadOnlyList<FlowFile> files) =>
        files.Count == 1 ? files[0] : files.FirstOrDefault(file => file.Partition == FlowPartition.OfficialTesting) ?? files[0];
}
