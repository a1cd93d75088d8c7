using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;
using AnomalyNotebooks.Cli.Verification;

namespace AnomalyNotebooks.Cli.Tests.Verification;

/// <summary>Somebody changes a committed notebook so that it claims what no run gave: verify finds each such change.</summary>
public sealed class TamperingTest(TamperingTest.Workbook workbook) : IClassFixture<TamperingTest.Workbook>
{
    [Fact]
    public async Task Without_tampering_everything_holds() =>
        Assert.Empty((await workbook.CompareAsync(_ => { })).Differences.Select(difference => difference.ToString()));

    [Theory]
    [InlineData("0.30000000000000004", "0.3000000000000001", "AUROC")]
    // what people see of a result
    [InlineData("\\u003Ctd style=\\u0022text-align:right\\u0022\\u003E0.3\\u003C/td\\u003E",
        "\\u003Ctd style=\\u0022text-align:right\\u0022\\u003E0.4\\u003C/td\\u003E", "text")]
    [InlineData("AUROC    0.3", "AUROC    0.4", "text")]
    [InlineData("\\u003Etcp\\u003C", "\\u003Eudp\\u003C", "text")] // a table's HTML
    [InlineData("12,345", "12,346", "text")] // a table, in both forms
    [InlineData("read 82,332 flows", "read 82,333 flows", "text")]
    [InlineData("[0,0.5,1]", "[0,0.500001,1]", "figure")]
    [InlineData("\"title\":\"Losses\"", "\"title\":\"Gains\"", "figure")]
    [InlineData("\"text\":\"epoch\"", "\"text\":\"hour\"", "figure")] // an axis
    [InlineData("\"x0\":0.7", "\"x0\":0.9", "figure")] // the threshold line
    [InlineData("threshold 0.7", "threshold 0.9", "figure")] // its label
    [InlineData("\"name\":\"loss\"", "\"name\":\"gain\"", "figure")]
    [InlineData("Losses\\n", "Gains\\n", "text")] // a figure's summary
    public async Task A_changed_output_is_found(string was, string becomes, string what)
    {
        bool isChanged = false;
        NotebookComparison comparison = await workbook.CompareAsync(notebook =>
        {
            foreach (NotebookCell cell in notebook.CodeCells)
            {
                string before = cell.Outputs.ToJsonString(), after = before.Replace(was, becomes, StringComparison.Ordinal);
                isChanged |= before != after;
                cell.Outputs = JsonNode.Parse(after)!.AsArray();
            }
        });

        Assert.True(isChanged, $"the notebook does not hold {was}");
        Assert.Contains(comparison.Differences, difference => difference.What.StartsWith(what, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_false_digit_with_a_tolerance_written_beside_it_is_found()
    {
        NotebookComparison comparison = await workbook.CompareAsync(notebook =>
        {
            JsonNode result = Bundle(notebook, MimeType.Results)[MimeType.Results]!["results"]![0]!;
            result["value"] = 0.99;
            result["tolerance"] = 1e9;
        });

        Assert.Contains(("tolerance of AUROC", "1000000000", "0"), comparison.Differences.Select(difference =>
            (difference.What, difference.Was, difference.Is)));
    }

    [Fact]
    public async Task Swapped_pictures_are_found_with_and_without_the_data()
    {
        Assert.SkipWhen(Browser.Find() is null, "no Chromium, Chrome or Edge on this machine");
        static void Swap(Notebook notebook)
        {
            JsonObject[] figures = [.. notebook.CodeCells.SelectMany(cell => cell.Outputs).SelectMany(OutputBundles.In).Where(bundle =>
                bundle.ContainsKey(MimeType.Png))];
            (string first, string second) = (MultilineText.Join(figures[0][MimeType.Png]), MultilineText.Join(figures[1][MimeType.Png]));
            (figures[0][MimeType.Png], figures[1][MimeType.Png]) = (second, first);
        }

        NotebookComparison here = await workbook.CompareAsync(Swap),
            elsewhere = await workbook.CompareAsync(Swap, new DataInUse("other", [], "ffff"));

        Assert.All((NotebookComparison[])[here, elsewhere], comparison =>
            Assert.Equal(2, comparison.Differences.Count(difference => difference.By == "its picture was drawn from another figure")));
    }

    [Fact]
    public async Task A_picture_that_was_painted_over_is_found()
    {
        Assert.SkipWhen(Browser.Find() is null, "no Chromium, Chrome or Edge on this machine");
        NotebookComparison comparison = await workbook.CompareAsync(notebook =>
        {
            JsonObject figure = Bundle(notebook, MimeType.Png);
            byte[] png = Convert.FromBase64String(MultilineText.Join(figure[MimeType.Png]).Trim());
            png[png.Length / 2] ^= 1;
            figure[MimeType.Png] = Convert.ToBase64String(png);
        });

        Assert.Contains("its picture was changed after it had been drawn", comparison.Differences.Select(difference => difference.By));
    }

    [Fact]
    public async Task Removed_outputs_and_a_changed_source_are_found()
    {
        NotebookComparison removed = await workbook.CompareAsync(notebook => notebook.CodeCells.First().Outputs = []);
        NotebookComparison changed = await workbook.CompareAsync(notebook => notebook.CodeCells.First().Source += " ");

        Assert.False(removed.Holds);
        Assert.Contains("older than its code", changed.Stale, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_of_the_data_set_to_zeros_does_not_excuse_a_false_result()
    {
        NotebookComparison comparison = await workbook.CompareAsync(notebook =>
        {
            JsonNode record = notebook.Metadata["anomaly"]!;
            foreach (string key in (string[])["data_sha256", "data_fingerprint"]) record[key] = new string('0', 64);
            Bundle(notebook, MimeType.Results)[MimeType.Results]!["results"]![0]!["value"] = 0.99;
        });

        Assert.Contains($"(flows SHA-256 {new string('0', 64)}), this run used synthetic sample (flows SHA-256 ", comparison.OtherData,
            StringComparison.Ordinal);
    }

    private static JsonObject Bundle(Notebook notebook, string mimeType) =>
        notebook.CodeCells.SelectMany(cell => cell.Outputs).SelectMany(OutputBundles.In).First(bundle => bundle.ContainsKey(mimeType));

    /// <summary>A notebook with an output of every kind, committed, and run once more.</summary>
    public sealed class Workbook : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();
        private Notebook? executed;
        private string committed = "";

        internal async Task<NotebookComparison> CompareAsync(Action<Notebook> tamper, DataInUse? data = null)
        {
            Notebook tampered = NotebookReader.Parse(committed, folder.File("lesson.ipynb"));
            tamper(tampered);
            ExecutionRecord record = ExecutionRecord.In(NotebookReader.Parse(committed, folder.File("lesson.ipynb")))!;
            DataInUse same = new(record.DataTitle, [], record.DataFingerprint); // the second run found the data of the first
            return NotebookComparison.Of(tampered, await new CommittableNotebook(data ?? same, renderer: null).MakeAsync(executed!));
        }

        public async ValueTask InitializeAsync()
        {
            string path = new NotebookBuilder()
                .Code($"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\nConsole.WriteLine(\"read 82,332 flows\");")
                .Code("Results.Record(\"AUROC\", 0.1 + 0.2).And(\"seconds\", DateTime.Now.Millisecond / 7.0, tolerance: "
                    + "double.PositiveInfinity)")
                .Code("HtmlTable.FromRows([\"protocol\", \"flows\"], [[\"tcp\", 12345], [\"udp\", 9]])")
                .Code("Charts.Lines(\"Losses\", new Axis(\"epoch\"), new Axis(\"loss\"), [new Series(\"loss\", [0, 0.5, 1], [1, 0.6, "
                    + "0.4]), new Series(\"other\", [0, 1, 2], [1, 0.6, 0.4])],"
                    + " [new Mark(0.7, \"threshold 0.7\")])")
                .Code("Charts.Bars(\"Classes\", new Axis(\"flows\"), [\"Normal\", \"Attack\"], [37000.0, 45332])")
                .SaveIn(folder);
            Outcome written = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", "--in-place");
            Assert.True(written.ExitCode == ExitCode.Ok, written.Output + written.Error);
            committed = File.ReadAllText(path);
            Outcome verified = await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--output", "again");
            Assert.True(verified.ExitCode == ExitCode.Ok, verified.Output + verified.Error);
            executed = Notebook.Load(folder.File("again/notebooks/lesson.ipynb"));
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
