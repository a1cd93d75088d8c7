using System.Globalization;
using System.Text;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>A file to measure reading on where the data set is missing.</summary>
internal static class FlowCsvFile
{
    /// <summary>Writes flows as the data set's files are, for machines that have none of them.</summary>
    public static void Write(FlowTable flows, string path)
    {
        using var writer = new StreamWriter(path, append: false, Encoding.UTF8);
        writer.Write("id,");
        writer.WriteLine(string.Join(',', FlowSchema.UnswNb15.FeatureNames.Concat(FlowSchema.UnswNb15.LabelColumns)));
        var line = new StringBuilder();
        for (int row = 0; row < flows.Count; row++)
        {
            line.Clear().Append(row + 1);
            foreach (FlowColumn field in FlowSchema.UnswNb15.Features)
            {
                line.Append(',');
                if (field.IsText) line.Append(Text(flows.Category(field.Name), row));
                else line.Append(CultureInfo.InvariantCulture, $"{flows.Number(field.Name)[row]:R}");
            }

            line.Append(',').Append(Text(flows.AttackCategory, row)).Append(flows.IsAttack[row] ? ",1" : ",0");
            writer.WriteLine(line);
        }

        static string Text(CategoryColumn column, int row) => column.Values[column.Codes[row]];
    }
}
