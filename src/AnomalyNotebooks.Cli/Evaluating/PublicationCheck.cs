namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>Whether results may stand under a heading of the README.</summary>
internal static class PublicationCheck
{
    /// <summary>Refuses results that are not what the place demands.</summary>
    /// <param name="provenance">Where they came from.</param>
    /// <param name="demands">By name: <c>half</c>, <c>seeds</c> (at least), <c>data</c> (how the title begins).</param>
    /// <param name="withTtl">Whether the detectors have to have seen the TTL features.</param>
    /// <param name="file">Name of the file, for the error.</param>
    /// <exception cref="AnomalyException">The results do not fit.</exception>
    public static void Require(Provenance provenance, IReadOnlyDictionary<string, string> demands, bool withTtl, string file)
    {
        if (provenance.Data.IsSynthetic) throw Refused($"'{provenance.Data.Title}' are generated flows", "flows that were recorded");
        if (provenance.Ttl != withTtl)
            throw Refused(provenance.Ttl ? "the detectors saw the TTL features" : "the detectors saw no TTL features", "the opposite");
        foreach ((string what, string value) in demands)
        {
            bool fits = what switch
            {
                "half" => provenance.Half.ToString().Equals(value, StringComparison.OrdinalIgnoreCase),
                "seeds" => provenance.Seeds.Count >= int.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
                "data" => provenance.Data.Title.StartsWith(value, StringComparison.OrdinalIgnoreCase),
                _ => throw new AnomalyException($"The README demands '{what}={value}': only half, seeds and data can be demanded."),
            };
            if (!fits) throw Refused($"{provenance}", $"{what}={value}");
        }

        AnomalyException Refused(string found, string wanted) => new(
            $"{file} does not fit the heading it goes under: {found}, where {wanted} is demanded. Run 'anomaly evaluate' as the README "
                + "says, or mend the demand beside its heading.");
    }
}
