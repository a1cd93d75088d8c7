using System.Runtime.ExceptionServices;

namespace AnomalyNotebooks.Numerics;

/// <summary>Runs independent parts of a piece of work on all processors (<see cref="ThreadLimit"/>). Which parts there are never depends
/// on how many.</summary>
internal static class ParallelWork
{
    private const int RowsPerPart = 1024;

    [ThreadStatic]
    private static CancellationToken until;

    /// <summary>Until the result is disposed of, every loop begun on this thread that is given no token of its own stops by this one: a
    /// preprocessing deep inside a fit then needs to know nothing of who may end the fit.</summary>
    /// <exception cref="OperationCanceledException">Cancelled already.</exception>
    public static Scope Until(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new Scope(cancellation);
    }

    /// <summary>Runs <paramref name="part"/> for 0 to <paramref name="count"/> - 1; of several failures the first part's is thrown, as a
    /// loop would.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the last part was begun.</exception>
    public static void For(int count, Action<int> part, CancellationToken cancellation = default)
    {
        CancellationToken stop = cancellation.CanBeCanceled ? cancellation : until;
        stop.ThrowIfCancellationRequested();
        var failures = new Exception?[count];
        int next = -1, failed = count;
        // Each thread takes the next part when it is done with one, so that parts of unlike length keep all busy to the end.
        int threads = Math.Min(count, ThreadLimit.Threads);
        if (threads <= 1) Work();
        else Parallel.For(0, threads, _ =>
        {
            using var scope = new Scope(stop);
            Work();
        });
        if (failed < count) ExceptionDispatchInfo.Throw(failures[failed]!);

        // Parts before one that failed were all begun before it: the first failure is always found.
        void Work()
        {
            for (int i = Interlocked.Increment(ref next); i < Volatile.Read(ref failed); i = Interlocked.Increment(ref next))
            {
                try
                {
                    stop.ThrowIfCancellationRequested();
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

    /// <summary>Runs <paramref name="part"/> over blocks of rows (first, end).</summary>
    public static void ForRows(int rows, Action<int, int> part, CancellationToken cancellation = default) =>
        For((rows + RowsPerPart - 1) / RowsPerPart, i => part(i * RowsPerPart, Math.Min(rows, (i + 1) * RowsPerPart)), cancellation);

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

    /// <summary>While it lasts, loops of this thread stop by its token.</summary>
    internal readonly ref struct Scope
    {
        private readonly CancellationToken before;

        public Scope(CancellationToken cancellation) => (before, until) = (until, cancellation);

        public void Dispose() => until = before;
    }
}
