namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Workspace.FindRoot(AppContext.BaseDirectory)
        ?? throw new InvalidOperationException("The tests run outside of the repository.");

    /// <summary>A notebook of the gallery of those that go wrong.</summary>
    public static string Broken(string name) => Path.Combine(Root, "tests", "AnomalyNotebooks.Cli.Tests", "Gallery", name + ".ipynb");
}
