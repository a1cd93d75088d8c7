using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>One column of a table: its header and how its values are written, the same for all of them.</summary>
internal sealed class TableColumn
{
    public TableColumn(string header, IEnumerable<object?> values, string? format = null)
    {
        Header = header;
        object[] present = [.. values.OfType<object>()];
        IsNumeric = present.Length > 0 && present.All(IsNumber);
        Format = format ?? (IsNumeric && present.Any(IsReal) ? RealFormat(present) : IsNumeric ? "#,0" : "");
    }

    public string Header { get; }

    /// <summary>Numbers stand right.</summary>
    public bool IsNumeric { get; }

    private string Format { get; }

    public string Show(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) =>
            PlotlyJson.Show(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        // .NET puts no narrow space before a percent sign of its own; what the format says is what is written.
        IFormattable formattable => formattable.ToString(Format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static bool IsReal(object value) => value is double or float or decimal;

    private static bool IsNumber(object value) => IsReal(value) || value is int or long or uint or ulong or short or ushort or byte or sbyte;

    // As many decimals as the largest value leaves of about four digits, so that the points stand below each other.
    private static string RealFormat(object[] values)
    {
        double[] sizes = [.. values.Select(value => Math.Abs(Convert.ToDouble(value, CultureInfo.InvariantCulture))).Where(double.IsFinite)];
        double largest = sizes.DefaultIfEmpty(0).Max();
        if (Array.TrueForAll(sizes, size => size == Math.Floor(size))) return "#,0";
        return largest switch
        {
            < 0.01 => "0.00E+0",
            <= 2 => "0.0000",
            < 100 => "0.00",
            < 1000 => "0.0",
            _ => "#,0",
        };
    }
}
