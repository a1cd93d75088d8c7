using static AnomalyNotebooks.Tests.Flows.FlowCsv;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowSourceTest : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("flows");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_path_comes_first_then_the_variable_then_data()
    {
        string given = Write("given/UNSW_NB15_training-set.csv"), variable = Write("variable/UNSW_NB15_testing-set.csv"),
            data = Write("data/UNSW_NB15_training-set.csv");
        Assert.Equal(given, Assert.Single(FlowSource.Find(given, Folder(variable), Folder(data))).Path);
        Assert.Equal(given, Assert.Single(FlowSource.Find(Folder(given), Folder(variable), Folder(data))).Path);
        Assert.Equal(variable, Assert.Single(FlowSource.Find(null, Folder(variable), Folder(data))).Path);
        Assert.Equal(variable, Assert.Single(FlowSource.Find(null, variable, Folder(data))).Path);
        Assert.Equal(data, Assert.Single(FlowSource.Find(null, null, Folder(data))).Path);
        Assert.Equal(data, Assert.Single(FlowSource.Find(null, "", Folder(data))).Path);
        Assert.Equal(data, Assert.Single(FlowSource.Find(null, folder.FullName, Folder(data))).Path);
        Assert.Empty(FlowSource.Find(null, folder.FullName, null));
    }

    [Fact]
    public void A_given_path_with_nothing_there_is_an_error_that_says_how_to_get_the_data()
    {
        AnomalyException error = Assert.Throws<AnomalyException>(() => FlowSource.Load(Path.Combine(folder.FullName, "missing.csv")));
        Assert.Contains("missing.csv: no such file", error.Message, StringComparison.Ordinal);
        Assert.Contains("UNSW Canberra", error.Message, StringComparison.Ordinal);
        Assert.Contains("anomaly data import", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_file_the_synthetic_sample_comes_and_a_variable_that_points_nowhere_is_named()
    {
        Assert.Contains("synthetic sample", FlowSource.Sample(null).Origin.Title, StringComparison.Ordinal);
        Assert.Empty(FlowSource.Sample(null).Warnings);
        Assert.Contains("UNSW_NB15_DIR is '/nowhere'", Assert.Single(FlowSource.Sample("/nowhere").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_loaded_with_its_hash()
    {
        string path = Write("UNSW_NB15_training-set.csv");
        FlowOrigin origin = FlowSource.Load(path).Origin;
        Assert.Equal(path, origin.Path);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), origin.Sha256);
        Assert.Equal("UNSW_NB15_training-set.csv, 2 flows", origin.Title);
    }

    [Theory]
    [InlineData("UNSW_NB15_training-set.csv", 82_332, FlowPartition.OfficialTesting, true)]
    [InlineData("UNSW_NB15_testing-set.csv", 82_332, FlowPartition.OfficialTesting, false)]
    [InlineData("UNSW_NB15_testing-set.csv", 175_341, FlowPartition.OfficialTraining, true)]
    [InlineData("UNSW_NB15_training-set.csv", 175_341, FlowPartition.OfficialTraining, false)]
    public void The_number_of_flows_tells_the_partition_and_swapped_names_are_warned_of(string name, int rows, object partition,
        bool warned)
    {
        string path = Write(name, rows);
        Assert.Equal(partition, Assert.Single(FlowSource.Find(path)).Partition);
        FlowTable flows = FlowSource.Load(path);
        Assert.Equal(partition, flows.Origin.Partition);
        Assert.Equal(warned, flows.Warnings.Any(warning => warning.StartsWith($"{name} holds {rows:N0} flows", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_two_partitions_the_smaller_is_loaded_and_each_can_be_asked_for()
    {
        Write("UNSW_NB15_training-set.csv", 175_341);
        Write("UNSW_NB15_testing-set.csv", 82_332);
        Assert.Equal(82_332, FlowSource.Load(folder.FullName).Count);
        Assert.Equal(175_341, FlowSource.LoadPartition(FlowPartition.OfficialTraining, folder.FullName).Count);
        Assert.Equal(82_332, FlowSource.LoadPartition(FlowPartition.OfficialTesting, folder.FullName).Count);
    }

    [Fact]
    public void A_missing_partition_is_an_error_that_names_its_flows() =>
        Assert.Contains("175,341 flows", Assert.Throws<AnomalyException>(() =>
            FlowSource.LoadPartition(FlowPartition.OfficialTraining, Folder(Write("UNSW_NB15_training-set.csv")))).Message,
            StringComparison.Ordinal);

    // As short as a line can be, for files of as many lines as the partitions have.
    private static readonly string ShortLine = string.Join(',', FlowSchema.UnswNb15.Features.Select(field => field.IsText ? "-" : "0"))
        + ",Normal,0";

    private static string Folder(string path) => Path.GetDirectoryName(path)!;

    private string Write(string name, int rows = 2)
    {
        string path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, [Header, .. Enumerable.Repeat(ShortLine, rows)]);
        return path;
    }
}
