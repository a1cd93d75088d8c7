using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

/// <summary>Whether what a later notebook needs is there, and is what the earlier one would make now; told in words.</summary>
public sealed class ArtefactRecordsTest : IDisposable
{
    private static readonly DataInUse Data = new("the file", [new DataFile("/data/file.csv", "abc")], ""),
        OtherData = new("synthetic sample", [], "");

    private readonly TemporaryFolder folder = new();

    public ArtefactRecordsTest()
    {
        Directory.CreateDirectory(folder.File("notebooks"));
        Directory.CreateDirectory(folder.File("artifacts"));
        new NotebookBuilder().Code("int epochs = 30; // smoke: 2", "parameters").Code("Save(\"../artifacts/model.bin\");")
            .SaveIn(folder, Path.Combine("notebooks", "03-training.ipynb"));
        new NotebookBuilder().Code("Load(\"../artifacts/model.bin\")").SaveIn(folder, Path.Combine("notebooks", "05-detection.ipynb"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_run_makes_itself_need_not_be_there() =>
        Assert.Null(Problem(Data, smoke: false, "03-training", "05-detection"));

    [Fact]
    public void What_is_missing_is_named_with_the_notebook_that_makes_it()
    {
        string problem = Problem(Data, smoke: false, "05-detection")!;

        Assert.Contains("05-detection needs ", problem, StringComparison.Ordinal);
        Assert.EndsWith("model.bin, which is not there: 03-training makes it. Run 03-training again with the same options, or begin with "
            + "it: --from 03-training.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_made_by_the_same_code_from_the_same_data_is_taken()
    {
        Make(Data, smoke: false);

        Assert.Null(Problem(Data, smoke: false, "05-detection"));
    }

    [Fact]
    public void What_was_made_with_other_parameters_is_refused_and_they_are_named()
    {
        Make(Data, smoke: true);

        Assert.Contains("which 03-training made with epochs = 2 instead of 30.", Problem(Data, smoke: false, "05-detection"),
            StringComparison.Ordinal);
        Assert.Null(Problem(Data, smoke: true, "05-detection"));
    }

    [Fact]
    public void What_was_made_from_other_data_is_refused()
    {
        Make(Data, smoke: false);

        Assert.Contains("which 03-training made from the file; this run is on synthetic sample.",
            Problem(OtherData, smoke: false, "05-detection"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_changed_or_has_no_record_is_refused()
    {
        Make(Data, smoke: false);
        File.WriteAllText(folder.File("artifacts/model.bin"), "another model");
        Assert.Contains("which was changed after 03-training had made it.", Problem(Data, smoke: false, "05-detection"),
            StringComparison.Ordinal);

        File.WriteAllText(folder.File("artifacts/artefacts.json"), "{ half a fi");
        Assert.Contains("nothing says what that file was made from.", Problem(Data, smoke: false, "05-detection"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_made_by_code_that_has_changed_since_is_refused()
    {
        Make(Data, smoke: false);
        new NotebookBuilder().Code("int epochs = 30; // smoke: 2", "parameters").Code("Save(\"../artifacts/model.bin\"); // better")
            .SaveIn(folder, Path.Combine("notebooks", "03-training.ipynb"));

        Assert.Contains("which 03-training made before its code was changed.", Problem(Data, smoke: false, "05-detection"),
            StringComparison.Ordinal);
    }

    private void Make(DataInUse data, bool smoke)
    {
        File.WriteAllText(folder.File("artifacts/model.bin"), "a model");
        NotebookPlan[] plans = Plans(smoke, "03-training");
        new ArtefactRecords(folder.File("artifacts")).Add(plans[0], data);
    }

    private string? Problem(DataInUse data, bool smoke, params string[] names) =>
        Record.Exception(() => new ArtefactRecords(folder.File("artifacts")).Check(Plans(smoke, names), ParameterChoice.Parse([], smoke),
            data))?.Message;

    private NotebookPlan[] Plans(bool smoke, params string[] names)
    {
        NotebookPlan[] plans = [.. names.Select(name => NotebookPlan.For(Notebook.Load(folder.File($"notebooks/{name}.ipynb"))))];
        ParameterChoice.Parse([], smoke).ApplyTo(plans);
        return plans;
    }
}
