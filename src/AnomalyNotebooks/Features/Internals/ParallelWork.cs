using System.Runtime.ExceptionServices;

namespace AnomalyNotebooks;

/// <summary>Runs independent parts of a piece of work on all processors. Which parts there are never depends on how many.</summary>
internal static class ParallelWork
{
    /// <summary>Runs <paramref name="part"/> for 0 to <paramref name="count"/> - 1; of several failures the first part's is thrown, as a loop would.</summary>
    public static void For(int count, Action<int> part)
    {
        var failures = new Exception?[count];
        int next = -1, failed = count;
        // Each thread takes the next part when it is done with one, so that parts of unlike length keep all busy to the end.
        int threads = Math.Min(count, Environment.ProcessorCount);
        if (threads <= 1) Work();
        else Parallel.For(0, threads, _ => Work());
        if (failed < count) ExceptionDispatchInfo.Throw(failures[failed]!);

        // Parts before one that failed were all begun before it: the first failure is always found.
        void Work()
        {
            for (int i = Interlocked.Increment(ref next); i < Volatile.Read(ref failed); i = Interlocked.Increment(ref next))
            {
                try
                {
                    part(i);
                }
                catch (Exception failure)
                {
                    failures[i] = failure;
                    LowerTo(ref failed, i);
                }
            }
        }
    }

    private static void LowerTo(ref int place, int value)
    {
        int seen = Volatile.Read(ref place);
        while (value < seen)
        {
            int before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
