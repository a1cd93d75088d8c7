using System.Buffers;
using System.Globalization;
using System.Text;

namespace AnomalyNotebooks.Cli;

/// <summary>Flows as the data set's files have them, for machines that have none of them and for measurements of any size.</summary>
internal static class FlowCsvFile
{
    private const int RowsPerPart = 10_000;

    private static readonly FlowSchema Schema = FlowSchema.UnswNb15;

    /// <summary>Writes a file.</summary>
    public static void Write(FlowTable flows, string path)
    {
        using FileStream stream = File.Create(path);
        WriteHeader(stream);
        WriteRows(flows, 1, stream);
    }

    /// <summary>Writes the first line.</summary>
    public static void WriteHeader(Stream stream) =>
        stream.Write(Encoding.UTF8.GetBytes($"id,{string.Join(',', Schema.FeatureNames.Concat(Schema.LabelColumns))}\n"));

    /// <summary>Writes flows, one a line.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteRows(FlowTable flows, long first, Stream stream)
    {
        Column[] columns = [.. Schema.Features.Select(field => field.IsText ? new Column(null, flows.Category(field.Name))
            : new Column(flows.Number(field.Name), null)), new Column(null, flows.AttackCategory)];
        var parts = new ArrayBufferWriter<byte>[(flows.Count + RowsPerPart - 1) / RowsPerPart];
        Parallel.For(0, parts.Length, p =>
        {
            var lines = parts[p] = new ArrayBufferWriter<byte>(RowsPerPart * 256);
            for (int row = p * RowsPerPart; row < Math.Min(flows.Count, (p + 1) * RowsPerPart); row++)
            {
                Number(lines, first + row);
                foreach (Column column in columns) column.Write(lines, row);
                lines.Write(flows.IsAttack[row] ? ",1\n"u8 : ",0\n"u8);
            }
        });
        foreach (ArrayBufferWriter<byte> part in parts) stream.Write(part.WrittenSpan);
    }

    private static void Number<T>(ArrayBufferWriter<byte> lines, T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(lines.GetSpan(32), out int length, default, CultureInfo.InvariantCulture);
        lines.Advance(length);
    }

    private sealed class Column(double[]? numbers, CategoryColumn? texts)
    {
        private readonly byte[][] fields = [.. texts?.Values.Select(text => Encoding.UTF8.GetBytes("," + text)) ?? []];

        public void Write(ArrayBufferWriter<byte> lines, int row)
        {
            if (numbers is null)
            {
                lines.Write(fields[texts!.Codes[row]]);
                return;
            }

            lines.Write(","u8);
            double value = numbers[row];
            var whole = (long)value;
            if (whole == value && (whole != 0 || !double.IsNegative(value)) && whole < 1_000_000_000) Number(lines, whole); // quicker
            else Number(lines, value);
        }
    }
}
