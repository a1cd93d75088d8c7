using System.IO.Compression;
using System.Text;
using static AnomalyNotebooks.Tests.Flows.FlowCsv;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowImportTest : IDisposable
{
    private static readonly string Good = string.Join('\n', Header, NormalLine, AttackLine);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("import");

    private string Target => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_csv_is_copied_under_its_usual_name()
    {
        ImportedFlows imported = Assert.Single(FlowImport.Import(Write("unsw_nb15_TRAINING-set (1).csv", Good), Target));
        Assert.True(imported.IsNew);
        Assert.Equal(2, imported.Flows.Count);
        Assert.Equal(["UNSW_NB15_training-set.csv"], Names());
        Assert.Equal(Good, File.ReadAllText(imported.Path));
    }

    [Fact]
    public void The_same_file_again_is_no_error()
    {
        string path = Write("UNSW_NB15_testing-set.csv", Good);
        FlowImport.Import(path, Target);
        Assert.False(Assert.Single(FlowImport.Import(path, Target)).IsNew);
    }

    [Fact]
    public void A_file_of_other_content_is_replaced_only_when_asked_to()
    {
        FlowImport.Import(Write("UNSW_NB15_testing-set.csv", Good), Target);
        string other = Write("UNSW_NB15_testing-set.csv", Good + "\n" + AttackLine);
        Assert.Contains("--force", Assert.Throws<AnomalyException>(() => FlowImport.Import(other, Target)).Message,
            StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(FlowImport.Import(other, Target, overwrite: true)).Flows.Count);
        Assert.Equal(["UNSW_NB15_testing-set.csv"], Names());
    }

    [Fact]
    public void Both_partitions_are_taken_from_an_archive_and_nothing_else()
    {
        string path = Zip(("Training and Testing Sets/UNSW_NB15_training-set.csv", Good), ("a/UNSW_NB15_testing-set.csv", Good),
            ("a/NUSW-NB15_features.csv", "No.,Name"), ("../../evil.csv", Good));
        Assert.Equal(2, FlowImport.Import(path, Target).Count);
        Assert.Equal(["UNSW_NB15_testing-set.csv", "UNSW_NB15_training-set.csv"], Names());
    }

    [Fact]
    public void When_one_of_two_is_bad_then_none_is_imported()
    {
        string path = Zip(("UNSW_NB15_training-set.csv", Good),
            ("UNSW_NB15_testing-set.csv", Good.Replace("0.5,tcp", "x,tcp", StringComparison.Ordinal)));
        Assert.Equal("UNSW_NB15_testing-set.csv", Assert.Throws<FlowFormatException>(() => FlowImport.Import(path, Target)).File);
        Assert.Empty(Names());
    }

    [Fact]
    public void An_archive_without_the_partitions_says_what_it_holds() =>
        Assert.Contains("UNSW-NB15_1.csv", Assert.Throws<AnomalyException>(() => FlowImport.Import(Zip(("UNSW-NB15_1.csv", "1,2")), Target))
            .Message, StringComparison.Ordinal);

    [Fact]
    public void A_damaged_archive_is_an_error_of_ours()
    {
        string path = Zip(("UNSW_NB15_training-set.csv", Good));
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Contains("damaged", Assert.Throws<AnomalyException>(() => FlowImport.Import(path, Target)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_names_of_one_large_content_are_refused_before_it_is_unpacked()
    {
        var zip = new CraftedZip();
        CraftedZip.Content large = zip.Add("a-training-set.csv", new byte[8 << 20]);
        for (int i = 0; i < 30; i++) zip.Name($"{i}/UNSW_NB15_training-set.csv", large);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("are both UNSW_NB15_training-set.csv", Refusal(zip), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Two_names_of_one_content_are_refused()
    {
        var zip = new CraftedZip();
        CraftedZip.Content shared = zip.Add("training-set.csv", [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * i % 251))]);
        zip.Name("training-set.csv", shared).Name("testing-set.csv", shared);
        Assert.Contains("share their content", Refusal(zip), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(uint.MaxValue - 1, "at most 256 MB")]
    [InlineData(300u << 20, "at most 256 MB")]
    [InlineData(200u << 20, "cannot be as long as the archive says")]
    [InlineData(50u, "damaged")]
    [InlineData(1u, "damaged")]
    public void A_size_that_is_a_lie_is_told_and_nothing_is_allocated_on_trust(uint length, string message)
    {
        var zip = new CraftedZip();
        zip.Name("training-set.csv", zip.Add("training-set.csv", Encoding.UTF8.GetBytes(Good)) with { Length = length });
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(message, Refusal(zip), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_wrong_checksum_is_noticed()
    {
        var zip = new CraftedZip();
        CraftedZip.Content content = zip.Add("training-set.csv", Encoding.UTF8.GetBytes(Good));
        zip.Name("training-set.csv", content with { Crc = content.Crc ^ 1 });
        Assert.Contains("checksum", Refusal(zip), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_files_for_one_partition_neither_wins() => Assert.Contains("a/UNSW_NB15_testing-set.csv and b/testing-set (1).csv",
        Assert.Throws<AnomalyException>(() => FlowImport.Import(Zip(("a/UNSW_NB15_testing-set.csv", Good),
            ("b/testing-set (1).csv", Good + "\n" + AttackLine)), Target)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_macOS_puts_beside_a_file_is_no_partition() => Assert.Single(FlowImport.Import(
        Zip(("UNSW_NB15_training-set.csv", Good), ("__MACOSX/._UNSW_NB15_training-set.csv", "Mac OS X"),
            ("._UNSW_NB15_testing-set.csv", "Mac OS X")), Target));

    [Fact]
    public void An_encrypted_file_is_named_as_such()
    {
        var zip = new CraftedZip();
        zip.Name("training-set.csv", zip.Add("training-set.csv", Encoding.UTF8.GetBytes(Good), flags: 1));
        Assert.Contains("is encrypted", Refusal(zip), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named_and_nothing_is_left_there()
    {
        File.WriteAllText(Target, "a file where the folder should be");
        Assert.Contains("cannot be written", Assert.Throws<AnomalyException>(() =>
            FlowImport.Import(Write("UNSW_NB15_testing-set.csv", Good), Target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_neither_name_nor_number_tell_is_refused() =>
        Assert.Contains("neither its name nor their number", Assert.Throws<AnomalyException>(() =>
            FlowImport.Import(Write("flows.csv", Good), Target)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.csv", Assert.Throws<AnomalyException>(() => FlowImport.Import("nowhere.csv", Target)).Message,
            StringComparison.Ordinal);

    private string[] Names() => Directory.Exists(Target)
        ? [.. Directory.GetFiles(Target).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Refusal(CraftedZip zip)
    {
        string path = Path.Combine(folder.FullName, "crafted.zip");
        File.WriteAllBytes(path, zip.ToArray());
        string message = Assert.ThrowsAny<AnomalyException>(() => FlowImport.Import(path, Target)).Message;
        Assert.Empty(Names());
        return message;
    }

    private string Zip(params (string Name, string Text)[] entries)
    {
        string path = Path.Combine(folder.FullName, "download.zip");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, string text) in entries)
        {
            using Stream stream = archive.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }
}
