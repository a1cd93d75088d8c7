using AnomalyNotebooks.Cli.Commands;
using AnomalyNotebooks.Tests.Fuzzing;
using Parquet;
using Parquet.Schema;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class SchemaCommandTest : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("schema");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_drafted_schema_reads_the_file_it_was_drafted_from()
    {
        string file = Path.Combine(folder.FullName, "own.csv"), schema = Path.Combine(folder.FullName, "own.json");
        File.WriteAllLines(file, ["when;src_ip;bytes;proto;hint;label", .. Enumerable.Range(0, 100).Select(i =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"2026-01-01 00:00:{i % 60:00};10.0.0.{i % 9};{(i % 7 == 0 ? "?" : $"{i * 3}")};"
                + $"{(i % 3 == 0 ? "tcp" : "udp")};{i % 5 / 4};{(i % 5 == 4 ? "Scan" : "Benign")}"))]);
        using var notes = new StringWriter();
        Assert.Equal(ExitCode.Ok, SchemaCommand.Infer(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), notes, file, [], null, schema));

        FlowTable flows = FlowFiles.Load(file, FlowSchema.FromJson(File.ReadAllText(schema)));
        Assert.Equal(["bytes", "proto"], flows.Schema.FeatureNames);
        Assert.Equal(ColumnRole.Size, flows.Schema.Find("bytes").Role);
        Assert.Equal([("bytes", 15)], flows.MissingValues());
        Assert.Equal(20, flows.AttackRows().Length);
        Assert.Contains("hint: tells attacks from normal flows by itself", notes.ToString(), StringComparison.Ordinal);
        Assert.Contains("src_ip: an identifier", notes.ToString(), StringComparison.Ordinal);
        Assert.Contains("when: a time", notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parquet_has_the_same_flows_as_text()
    {
        string file = Path.Combine(folder.FullName, "flows.parquet"), text = Path.Combine(folder.FullName, "flows.csv");
        var fields = new DataField[] { new DataField<double?>("bytes"), new DataField<string>("kind"), new DataField<long>("packets") };
        await using (FileStream stream = File.Create(file))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream,
            cancellationToken: TestContext.Current.CancellationToken))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<double>(fields[0], new double?[] { 1.5, null, 1e-9 }.AsMemory(),
                cancellationToken: TestContext.Current.CancellationToken);
            await group.WriteAsync(fields[1], new[] { "a\tb", "\"c\"", "d" });
            await group.WriteAsync<long>(fields[2], new long[] { 1, 2, 3_000_000_000 }.AsMemory(),
                cancellationToken: TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(text, "bytes,kind,packets\n1.5,a\tb,1\n,\"\"\"c\"\"\",2\n1e-9,d,3000000000\n",
            TestContext.Current.CancellationToken);
        var schema = new FlowSchema("mine", [new("bytes", ColumnRole.Number), new("kind", ColumnRole.Category),
            new("packets", ColumnRole.Count)]);
        Assert.Equal(FlowFiles.Load(text, schema).Fingerprint(), FlowFiles.Load(file, schema).Fingerprint());

        byte[] good = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var random = new SeededRandom(8);
        for (int i = 0; i < Fuzz.CountOr(300); i++)
        {
            byte[] bytes = [.. good];
            bytes[4 + random.Next(bytes.Length - 4)] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
            try
            {
                FlowFiles.Load(file, schema);
            }
            catch (AnomalyException)
            {
            }
        }
    }
}
