namespace AnomalyNotebooks;

/// <summary>What every model demands of its input, checked in one place so that all say the same.</summary>
internal static class ModelInput
{
    /// <summary>Rows to fit on: at least one row and one column, all finite.</summary>
    public static void RequireFittable(FeatureMatrix normals)
    {
        if (normals.Rows == 0) throw new AnomalyException("There are no rows to fit a detector on.");
        if (normals.Columns == 0) throw new AnomalyException("There are no features to fit a detector on.");
        normals.RequireFinite("training");
    }

    /// <summary>Rows to score: the features fitted on in the same order, all finite.</summary>
    public static void RequireScorable(FeatureMatrix flows, IReadOnlyList<string> fittedOn)
    {
        flows.RequireNames(fittedOn, "scored");
        flows.RequireFinite("scored");
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
}
