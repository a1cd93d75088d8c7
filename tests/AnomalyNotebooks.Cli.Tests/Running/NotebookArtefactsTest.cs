using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class NotebookArtefactsTest
{
    [Fact]
    public void What_is_saved_is_made_and_what_is_read_and_not_saved_before_is_needed()
    {
        Notebook notebook = new NotebookBuilder()
            .Code("#r \"../artifacts/lib/AnomalyNotebooks.dll\"\nbundle.Save(\"../artifacts/models/own.bin\");\n"
                + "DetectorBundle.Load(\"../artifacts/models/own.bin\")")
            .Code("// \"../artifacts/models/comment.bin\"\nvar other = DetectorBundle.Load(\"../artifacts/models/other.bin\");")
            .Code("Directory.CreateDirectory(\"../artifacts/models\"); if (File.Exists(\"../artifacts/models/perhaps.bin\")) { }")
            .Code("File.WriteAllText(\"../artifacts/notes.txt\", \"../data/x\");")
            .Code("Load(\"../artifacts/models/never.bin\")", "skip-execution")
            .Build();

        Assert.Equal(["models/own.bin", "notes.txt"], NotebookArtefacts.MadeBy(notebook));
        Assert.Equal(["models/other.bin"], NotebookArtefacts.NeededBy(notebook));
    }

    [Fact]
    public void A_run_with_a_folder_of_its_own_saves_there_and_takes_the_library_from_where_it_is()
    {
        const string code = "#r \"../artifacts/lib/A.dll\"\nmodel.Save(\"../artifacts/models/a.bin\");";

        Assert.Equal("#r \"../artifacts/lib/A.dll\"\nmodel.Save(\"/work/artifacts/smoke/models/a.bin\");",
            NotebookArtefacts.Redirect(code, "/work/notebooks", "/work/artifacts/smoke").Replace('\\', '/'));
        Assert.Equal(code, NotebookArtefacts.Redirect(code, "/work/notebooks", "/work/artifacts"));
    }
}
