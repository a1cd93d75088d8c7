using System.IO.Compression;
using System.Text;
using AnomalyNotebooks.Tests.Fuzzing;

namespace AnomalyNotebooks.Tests.Flows;

/// <summary>Whatever the bytes, every reader gives a table or an <see cref="AnomalyException"/>. More inputs by the variable
/// ANOMALY_FUZZ.</summary>
public sealed class FlowReaderFuzzTest
{
    private const string Interesting = "\",\"\n\r,\t#{}[]:;|0123456789.-+eENaInfityxTF \u00fc\0\u001b\\u";

    private static int Inputs => Fuzz.CountOr(4_000);

    [Theory]
    [MemberData(nameof(FormatSamples.All), MemberType = typeof(FormatSamples))]
    public void Any_mutation_of_a_good_file_gives_a_table_or_an_error(string name, string text)
    {
        byte[] good = Encoding.UTF8.GetBytes(text), pieces = Encoding.UTF8.GetBytes(Interesting);
        int tables = 0, errors = 0;
        Parallel.For(0, 8, part =>
        {
            var random = new SeededRandom((ulong)(part + (name.Length * 8)));
            for (int i = 0; i < Inputs / 8; i++)
            {
                List<byte> bytes = [.. good];
                for (int mutation = random.Next(3); mutation >= 0; mutation--) Mutate(bytes, pieces, random);
                try
                {
                    AssertWhole(FlowReader.Read([.. bytes], "flows", null, 1 + random.Next(600)));
                    Interlocked.Increment(ref tables);
                }
                catch (AnomalyException error)
                {
                    Assert.DoesNotContain('\u001b', error.Message);
                    Interlocked.Increment(ref errors);
                }
            }
        });

        Assert.True(tables > Inputs / 200 && errors > Inputs / 20,
            $"{name}: {tables} tables and {errors} errors: the mutations test one side only");
    }

    [Fact]
    public void Any_mutation_of_a_packed_file_gives_a_table_or_an_error()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(FormatSamples.Zeek));
        AssertNoRawException(packed.ToArray(), bytes => FlowReader.Read(bytes, "flows", null));
    }

    [Fact]
    public void Any_mutation_of_a_schema_gives_a_schema_or_an_error() => AssertNoRawException(
        Encoding.UTF8.GetBytes(FlowSchema.Named("nfdump").ToJson()), bytes => FlowSchema.FromJson(Encoding.UTF8.GetString(bytes)).ToJson());

    [Fact]
    public void Random_bytes_give_an_error() => AssertNoRawException([], bytes => FlowReader.Read(bytes, "flows", null));

    private static void AssertNoRawException(byte[] good, Func<byte[], object> read)
    {
        byte[] pieces = Encoding.UTF8.GetBytes(Interesting);
        var random = new SeededRandom(17);
        for (int i = 0; i < Inputs / 4; i++)
        {
            List<byte> bytes = good.Length > 0 ? [.. good] : [.. Enumerable.Range(0, random.Next(200)).Select(_ => (byte)random.Next(256))];
            for (int mutation = random.Next(3); mutation >= 0 && bytes.Count > 0; mutation--) Mutate(bytes, pieces, random);
            try
            {
                read([.. bytes]);
            }
            catch (AnomalyException)
            {
            }
        }
    }

    private static void Mutate(List<byte> bytes, byte[] pieces, SeededRandom random)
    {
        int at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] = pieces[random.Next(pieces.Length)]; break;
            case 2: bytes.Insert(at, pieces[random.Next(pieces.Length)]); break;
            case 3: bytes.RemoveAt(at); break;
            case 4: bytes.RemoveRange(at, Math.Min(random.Next(60), bytes.Count - at - 1)); break;
            default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(200), bytes.Count - at))); break;
        }

        if (bytes.Count == 0) bytes.Add((byte)'\n');
    }

    private static void AssertWhole(FlowTable table)
    {
        Assert.True(table.Count > 0);
        foreach (FlowColumn column in table.Schema.Columns)
        {
            if (!column.IsText) Assert.All(table.Number(column.Name), value => Assert.False(double.IsInfinity(value)));
            else Assert.InRange(table.Category(column.Name).Codes.Max(), 0, table.Category(column.Name).Values.Count - 1);
        }

        for (int row = 0; row < table.Count; row++) Assert.Equal(table.AttackCategory[row] != FlowSchema.Normal, table.IsAttack[row]);
    }
}
