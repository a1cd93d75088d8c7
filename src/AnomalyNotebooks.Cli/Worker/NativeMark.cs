using System.Globalization;
using System.Text;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>The mark that a notebook's process writes to its raw streams after each cell.</summary>
internal static class NativeMark
{
    /// <summary>The character it begins and ends with: record separator.</summary>
    public const char Sign = '\u001e';

    /// <summary>The mark of a cell.</summary>
    public static string Of(int cell) => string.Create(CultureInfo.InvariantCulture, $"{Sign}{cell}{Sign}");

    /// <summary>Writes the mark of a cell to both streams.</summary>
    public static void Write(Stream output, Stream error, int cell)
    {
        byte[] mark = Encoding.UTF8.GetBytes(Of(cell));
        foreach (Stream stream in (Stream[])[output, error])
        {
            stream.Write(mark);
            stream.Flush();
        }
    }
}
