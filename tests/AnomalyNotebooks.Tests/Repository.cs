namespace AnomalyNotebooks.Tests;

/// <summary>The repository that these tests were built in, found upwards from where they lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "AnomalyNotebooks.sln"))) return at.FullName;
        throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
