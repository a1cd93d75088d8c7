namespace AnomalyNotebooks.Numerics;

/// <summary>
/// How many threads parallel work may take: all processors, unless a test wants to show that the number changes nothing. What the
/// parts of the work are must never depend on it.
/// </summary>
internal static class ThreadLimit
{
    [ThreadStatic]
    private static int? threads;

    /// <summary>How many threads a parallel loop started from this thread may take.</summary>
    public static int Threads => threads ?? Environment.ProcessorCount;

    /// <summary>Options for a parallel loop started from this thread.</summary>
    /// <param name="most">Threads at most; 0 for no bound of its own.</param>
    /// <param name="cancellation">Stops the loop.</param>
    public static ParallelOptions Options(int most = 0, CancellationToken cancellation = default) =>
        new() { MaxDegreeOfParallelism = most > 0 ? most : threads ?? -1, CancellationToken = cancellation };

    /// <summary>Runs <paramref name="work"/> with at most so many threads in each parallel loop that it starts itself.</summary>
    public static T Run<T>(int limit, Func<T> work)
    {
        int? before = threads;
        threads = limit;
        try
        {
            return work();
        }
        finally
        {
            threads = before;
        }
    }
}
