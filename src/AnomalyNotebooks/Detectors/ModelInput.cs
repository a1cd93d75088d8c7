using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>What every model demands of its input, checked in one place so that all say the same.</summary>
internal static class ModelInput
{
    /// <summary>Rows to fit on: at least one row and one column, all finite.</summary>
    public static void RequireFittable(FeatureMatrix normals)
    {
        if (normals.Rows == 0) throw new AnomalyException("There are no rows to fit a detector on.");
        if (normals.Columns == 0) throw new AnomalyException("There are no features to fit a detector on.");
        RequireFinite(normals);
    }

    /// <summary>Rows to score: the features fitted on in the same order, all finite.</summary>
    public static void RequireScorable(FeatureMatrix flows, IReadOnlyList<string> fittedOn)
    {
        if (flows.Columns != fittedOn.Count)
            throw new AnomalyException($"The detector was fitted on {fittedOn.Count} features, but the "
                + $"rows to score have {flows.Columns}.");
        for (int c = 0; c < fittedOn.Count; c++)
        {
            if (!string.Equals(flows.Names[c], fittedOn[c], StringComparison.Ordinal))
            {
                throw new AnomalyException(
                    $"Feature {c} of the rows to score is '{flows.Names[c]}', but the detector was fitted on '{fittedOn[c]}' there. Use "
                        + "the same pipeline.");
            }
        }

        RequireFinite(flows);
    }

    /// <summary>Flows with a column of that name; labels are always there.</summary>
    public static void RequireColumn(FlowTable flows, string column)
    {
        if (flows.TryNumber(column) is null && flows.TryCategory(column) is null && !flows.Schema.LabelColumns.Contains(column))
        {
            throw new AnomalyException(
                $"The flows have no column '{column}', and the detector was fitted with one. Read them with the schema that it was "
                    + "fitted with.");
        }
    }

    private static void RequireFinite(FeatureMatrix rows)
    {
        int place = Array.FindIndex(rows.Values, value => !float.IsFinite(value));
        if (place < 0) return;
        string value = rows.Values[place].ToString(CultureInfo.InvariantCulture);
        throw new AnomalyException(
            $"Row {place / rows.Columns}, feature '{rows.Names[place % rows.Columns]}' is {value}; every feature must be a finite number.");
    }
}
