namespace AnomalyNotebooks.Cli.Packages;

/// <summary>A package that a notebook asks for: <c>#r "nuget: Id, Version"</c>.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">The version or NuGet range; null for the newest.</param>
internal sealed record PackageReference(string Id, string? Version)
{
    public override string ToString() => Version is null ? Id : $"{Id} {Version}";
}
