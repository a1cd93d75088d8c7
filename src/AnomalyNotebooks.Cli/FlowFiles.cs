using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace AnomalyNotebooks.Cli;

/// <summary>Files of flows as the command line takes them: all that the library reads, and Parquet.</summary>
internal static class FlowFiles
{
    private const long MostCells = 200_000_000;

    /// <summary>Reads a file of flows of any known format.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="schema">What its columns are; its beginning tells if none is given.</param>
    /// <exception cref="AnomalyException">It does not fit, or cannot be read.</exception>
    /// <param name="progress">Is told how many more flows are read and what share of the file.</param>
    /// <param name="reservoir">Keeps a sample of the normals while they are read, and nothing else; everything is kept if null.</param>
    public static FlowTable Load(string path, FlowSchema? schema = null, Action<int, double>? progress = null,
        FlowReservoir? reservoir = null) => IsParquet(path)
        ? FlowReader.Read(TextOfParquet(path), path, schema, reservoir: reservoir)
        : FlowReader.Read(path, schema, progress, reservoir);

    /// <summary>Reads a file some flows at a time; a Parquet file all at once.</summary>
    /// <inheritdoc cref="FlowReader.Batches"/>
    public static IEnumerable<(FlowTable Flows, double Share)> Batches(string path, FlowSchema schema) => IsParquet(path)
        ? [(FlowReader.Read(TextOfParquet(path), path, schema.Relaxed()), 1)] : FlowReader.Batches(path, schema);

    /// <summary>Drafts a schema from a file.</summary>
    /// <inheritdoc cref="SchemaInference.Infer(string, IEnumerable{string}, string)"/>
    public static (FlowSchema Schema, IReadOnlyList<string> Notes) Infer(string path, IEnumerable<string> keep, string? label = null)
    {
        if (!IsParquet(path)) return SchemaInference.Infer(path, keep, label);
        using FlowInput input = FlowInput.Of(TextOfParquet(path), path);
        return SchemaInference.Infer(input, Path.GetFileNameWithoutExtension(path), keep, label);
    }

    private static bool IsParquet(string path)
    {
        var info = new FileInfo(path);
        if (path == "-" || !info.Exists || info.Length < 8) return false;
        try
        {
            using FileStream stream = info.OpenRead();
            Span<byte> start = stackalloc byte[4];
            return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("PAR1"u8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // opened again, it says why
        }
    }

    // Through text, column by column: a value is then checked and told about as one of any other file.
    private static byte[] TextOfParquet(string path)
    {
        using var text = new MemoryStream();
        try
        {
            WriteText(path, text).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not (AnomalyException or OutOfMemoryException))
        {
            throw new AnomalyException($"{path}: a damaged Parquet file, or one of a kind that is not read ({error.Message}).", error);
        }

        return text.ToArray();
    }

    private static async Task WriteText(string path, MemoryStream text)
    {
        await using FileStream stream = File.OpenRead(path);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        DataField[] fields = reader.Schema.GetDataFields();
        await using var writer = new StreamWriter(text, leaveOpen: true);
        await writer.WriteAsync(string.Join('\t', fields.Select(field => Quoted(field.Path.ToString()))) + "\n");
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            if (rows.RowCount * (long)fields.Length > MostCells)
                throw new AnomalyException($"{path}: a row group of {rows.RowCount} rows; write it in smaller ones.");
            var columns = new Array[fields.Length];
            for (int c = 0; c < fields.Length; c++) columns[c] = await Column(rows, fields[c]);
            for (int r = 0; r < rows.RowCount; r++)
                await writer.WriteAsync(string.Join('\t', columns.Select(column => Text(column.GetValue(r)))) + "\n");
        }
    }

    private static async Task<Array> Column(ParquetRowGroupReader rows, DataField field)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[rows.RowCount];
            await rows.ReadAsync(field, texts.AsMemory(), null);
            return texts;
        }

        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => await Column<bool>(rows, field),
            TypeCode.Byte => await Column<byte>(rows, field),
            TypeCode.SByte => await Column<sbyte>(rows, field),
            TypeCode.Int16 => await Column<short>(rows, field),
            TypeCode.UInt16 => await Column<ushort>(rows, field),
            TypeCode.Int32 => await Column<int>(rows, field),
            TypeCode.UInt32 => await Column<uint>(rows, field),
            TypeCode.Int64 => await Column<long>(rows, field),
            TypeCode.UInt64 => await Column<ulong>(rows, field),
            TypeCode.Single => await Column<float>(rows, field),
            TypeCode.Double => await Column<double>(rows, field),
            TypeCode.Decimal => await Column<decimal>(rows, field),
            TypeCode.DateTime => await Column<DateTime>(rows, field),
            _ => throw new AnomalyException($"Column '{field.Name}' of the Parquet file holds {field.ClrType.Name}, which is not read: "
                + "numbers, texts and times are."),
        };
    }

    private static async Task<Array> Column<T>(ParquetRowGroupReader rows, DataField field)
        where T : struct
    {
        if (!field.IsNullable)
        {
            var values = new T[rows.RowCount];
            await rows.ReadAsync(field, values.AsMemory(), null);
            return values;
        }

        var present = new T?[rows.RowCount];
        await rows.ReadAsync(field, present.AsMemory(), null);
        return present;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => Quoted(text),
        bool flag => flag ? "1" : "0",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => ((double)number).ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny("\t\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
