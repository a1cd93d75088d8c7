using System.Globalization;
using System.Text;
using static AnomalyNotebooks.Tests.Flows.FlowCsv;

namespace AnomalyNotebooks.Tests.Flows;

/// <summary>Whatever the bytes, the reader gives a table or a <see cref="FlowFormatException"/>, and the table is the one a plain reader
/// finds.</summary>
public sealed class FlowCsvReaderFuzzTest
{
    private const string Interesting = "\",\"\n\r,,0123456789.-+eENaInfityx \t\u00fc\0";

    [Fact]
    public void Any_mutation_of_a_good_file_gives_a_table_or_an_error_that_names_the_file()
    {
        byte[] good = Encoding.UTF8.GetBytes(string.Join("\r\n", Header, NormalLine, AttackLine,
            NormalLine.With("service", "\"a,\"\"b\"\"\""), AttackLine) + "\r\n");
        byte[] pieces = Encoding.UTF8.GetBytes(Interesting);
        var random = new SeededRandom(99);
        int tables = 0, errors = 0;
        for (int i = 0; i < 4_000; i++)
        {
            List<byte> bytes = [.. good];
            for (int mutation = random.Next(2); mutation >= 0; mutation--) Mutate(bytes, pieces, random);
            try
            {
                FlowTable table = FlowReader.Read([.. bytes], "flows.csv", FlowSchema.UnswNb15, 1 + random.Next(600));
                AssertWhole(table);
                tables++;
            }
            catch (FlowFormatException error)
            {
                Assert.StartsWith("flows.csv", error.Message, StringComparison.Ordinal);
                errors++;
            }
        }

        Assert.True(tables > 200 && errors > 200, $"{tables} tables and {errors} errors: the mutations test one side only");
    }

    [Fact]
    public void Random_bytes_give_an_error()
    {
        var random = new SeededRandom(100);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] bytes = [.. Enumerable.Range(0, random.Next(200)).Select(_ => (byte)random.Next(256))];
            Assert.Throws<FlowFormatException>(() => FlowReader.Read(bytes, "flows.csv", FlowSchema.UnswNb15));
        }
    }

    [Fact]
    public void Good_files_are_read_as_a_plain_reader_reads_them()
    {
        var random = new SeededRandom(101);
        string[] names = Header.Split(',');
        for (int i = 0; i < 100; i++)
        {
            string[][] rows = [.. Enumerable.Range(0, 1 + random.Next(30)).Select(row => Row(names, row, random))];
            string lineEnd = random.Next(2) == 0 ? "\n" : "\r\n";
            string text = string.Join(lineEnd, rows.Select(row => string.Join(',', row.Select(field => Quote(field, random))))
                .Prepend(Header));
            FlowTable table = FlowReader.Read(Encoding.UTF8.GetBytes(text), "flows.csv", FlowSchema.UnswNb15, 1 + random.Next(3000));

            Assert.Equal(rows.Length, table.Count);
            for (int column = 0; column < names.Length - 2; column++)
            {
                string[] expected = [.. rows.Select(row => row[column])];
                if (FlowSchema.UnswNb15.Features[column].IsText)
                    Assert.Equal(expected, Enumerable.Range(0, table.Count).Select(row => table.Category(names[column])[row]));
                else
                    Assert.Equal(expected.Select(field => double.Parse(field, CultureInfo.InvariantCulture)), table.Number(names[column]));
            }

            Assert.Equal(rows.Select(row => row[^1] == "1"), table.IsAttack);
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
    }

    private static void AssertWhole(FlowTable table)
    {
        Assert.True(table.Count > 0);
        foreach (string name in FlowSchema.UnswNb15.NumericFeatures)
        {
            Assert.Equal(table.Count, table.Number(name).Length);
            Assert.All(table.Number(name), value => Assert.True(double.IsFinite(value)));
        }

        foreach (string name in FlowSchema.UnswNb15.CategoryFeatures)
            Assert.All(table.Category(name).Codes, code => Assert.InRange(code, 0, table.Category(name).Values.Count - 1));
        for (int row = 0; row < table.Count; row++) Assert.Equal(table.AttackCategory[row] != "Normal", table.IsAttack[row]);
    }

    private static string[] Row(string[] names, int row, SeededRandom random)
    {
        string[] texts = ["-", "tcp", "a,b", "say \"x\"", "two\nlines", "gr\u00fcn"];
        bool attack = row > 0 && random.Next(2) == 0;
        return [.. FlowSchema.UnswNb15.Features.Select(field => field.IsText ? texts[random.Next(texts.Length)] : Number(random)), attack
            ? "Worms" : "Normal", attack ? "1" : "0"];
    }

    private static string Number(SeededRandom random)
    {
        double value = random.NextDouble() * Math.Pow(10, random.Next(18) - 6);
        return value.ToString(random.Next(3) switch { 0 => "R", 1 => "F6", _ => "0" }, CultureInfo.InvariantCulture);
    }

    private static string Quote(string field, SeededRandom random) =>
        random.Next(8) == 0 || field.AsSpan().ContainsAny(",\"\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
