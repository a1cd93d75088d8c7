using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// A statistical profile of a flow table, from which <see cref="SyntheticFlows"/> draws flows like its own: class sizes, joint
/// frequencies of protocol, service, state and TTL, common combinations of packets and bytes, and, for each group of flows, the
/// quantiles and rank correlations of everything else. It holds no row: nothing in it describes fewer than five flows.
/// </summary>
internal sealed class FlowProfile
{
    private const string BundledResource = "unsw-nb15.profile.json";
    private static readonly Lazy<FlowProfile> LazyBundled = new(ReadBundled);
    private readonly Lazy<string> sha256;

    internal FlowProfile(
        string sourceSha256,
        IReadOnlyList<string> protocols,
        IReadOnlyList<string> services,
        IReadOnlyList<string> states,
        IReadOnlyList<string> latents,
        IReadOnlyList<(string Category, int Flows)> categories,
        IReadOnlyList<ProfileGroup> groups)
    {
        SourceSha256 = sourceSha256;
        Protocols = protocols;
        Services = services;
        States = states;
        Latents = latents;
        Categories = categories;
        Groups = groups;
        sha256 = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson()))));
    }

    /// <summary>The profile of the 82,332 flows of UNSW-NB15 that comes with the library (<c>data/unsw-nb15.profile.json</c>).</summary>
    public static FlowProfile Bundled => LazyBundled.Value;

    /// <summary>SHA-256 of the file that was summarised.</summary>
    public string SourceSha256 { get; }

    /// <summary>SHA-256 of the profile itself, as JSON.</summary>
    public string Sha256 => sha256.Value;

    /// <summary>The attack categories and how many flows of each were summarised.</summary>
    public IReadOnlyList<(string Category, int Flows)> Categories { get; }

    internal IReadOnlyList<string> Protocols { get; }

    internal IReadOnlyList<string> Services { get; }

    internal IReadOnlyList<string> States { get; }

    /// <summary>What the numbers are that flows are made of (<see cref="FlowLatents"/>), for whoever reads the file.</summary>
    internal IReadOnlyList<string> Latents { get; }

    internal IReadOnlyList<ProfileGroup> Groups { get; }

    /// <summary>Computes the profile of a table.</summary>
    /// <exception cref="AnomalyException">The table is synthetic, or no category has enough flows to be summarised.</exception>
    public static FlowProfile Learn(FlowTable flows)
    {
        if (flows.Origin.IsSynthetic)
            throw new AnomalyException($"A profile is made from real flows, and these are {flows.Origin.Title}. "
                + $"{FlowSource.HowToGetTheData}");
        List<ProfileGroup> groups = FlowProfiler.Groups(flows);
        if (groups.Count == 0) throw new AnomalyException($"{flows.Origin.Title}: too few flows for a profile; no attack category has 20.");
        (string, int)[] categories = [.. groups.Select(group => group.Category).Distinct().Select(category =>
            (category, flows.RowsOf(category).Length))];
        IReadOnlyList<string> Texts(string column) => flows.Category(column).Values;
        return new FlowProfile(flows.Origin.Sha256, Texts(UnswNb15.Names.Protocol), Texts(UnswNb15.Names.Service),
            Texts(UnswNb15.Names.State), Bundled.Latents, categories, groups);
    }

    /// <summary>Reads a profile from JSON.</summary>
    /// <exception cref="AnomalyException">It is no such profile.</exception>
    public static FlowProfile FromJson(string json) => FlowProfileJson.Read(json);

    /// <summary>Writes the profile as JSON; equal profiles give equal texts.</summary>
    public string ToJson() => FlowProfileJson.Write(this);

    private static FlowProfile ReadBundled()
    {
        using Stream stream = typeof(FlowProfile).Assembly.GetManifestResourceStream(BundledResource)
            ?? throw new AnomalyException($"The library was built without {BundledResource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return FromJson(reader.ReadToEnd());
    }
}
