using System.Runtime.ExceptionServices;

namespace AnomalyNotebooks;

/// <summary>Runs independent parts of a piece of work on all processors. Which parts there are never depends on how many.</summary>
internal static class ParallelWork
{
    /// <summary>Runs <paramref name="part"/> for 0 to <paramref name="count"/> - 1; of several failures the first part's is thrown, as a loop would.</summary>
    public static void For(int count, Action<int> part)
    {
        if (count == 1)
        {
            part(0);
            return;
        }

        var failures = new Exception?[count];
        Parallel.For(0, count, (i, state) =>
        {
            try
            {
                part(i);
            }
            catch (Exception failure)
            {
                failures[i] = failure;
                state.Break(); // parts before this one still run, so that the first failure is always found
            }
        });
        foreach (Exception? failure in failures)
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
