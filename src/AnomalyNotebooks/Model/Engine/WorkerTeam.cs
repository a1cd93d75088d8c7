using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// Threads that share the parts of one piece of work after another, microseconds each. Whoever is free takes the next part, so a
/// thread that the system has put aside holds up at most the part in its hands; what a part computes does not depend on who does it.
/// Waiting threads spin, then yield. Nothing is allocated per piece.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] workers;
    private Action<int> work = _ => { };
    private volatile bool ended;

    // The piece under way: its number, its parts and the next part to be taken, in one word so that they change together.
    private long ticket;
    private int unfinished;
    private Exception? failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Threads in all, the calling one included.</param>
    public WorkerTeam(int threads)
    {
        workers = new Thread[Math.Max(1, threads) - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Serve) { IsBackground = true, Name = $"autoencoder {i + 1}" };
            workers[i].Start();
        }
    }

    /// <summary>Does all parts, 0 to <paramref name="count"/> - 1 (at most 65535), and returns when they are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Action<int> part, int count)
    {
        if (workers.Length == 0 || count == 1)
        {
            for (int p = 0; p < count; p++) part(p);
            return;
        }

        work = part;
        unfinished = count;
        long piece = (Volatile.Read(ref ticket) >> 32) + 1;
        Volatile.Write(ref ticket, (piece << 32) | ((long)count << 16));
        while (TakePart())
        {
        }

        var wait = new SpinWait();
        while (Volatile.Read(ref unfinished) != 0) wait.SpinOnce(sleep1Threshold: -1);
        if (failure is { } error) throw new InvalidOperationException("A training thread failed.", error);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        ended = true;
        foreach (Thread worker in workers) worker.Join();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Serve()
    {
        var wait = new SpinWait();
        while (!ended)
        {
            if (TakePart()) wait = default;
            else wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    // Takes and does one part; false where none is left. The piece cannot end before a part that was taken is done, so its work
    // is the right one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TakePart()
    {
        while (true)
        {
            long seen = Volatile.Read(ref ticket);
            int next = (int)(seen & 0xffff), count = (int)((seen >> 16) & 0xffff);
            if (next >= count) return false;
            if (Interlocked.CompareExchange(ref ticket, seen + 1, seen) != seen) continue;
            try
            {
                work(next);
            }
            catch (Exception error) // handed to the caller of Run, once all parts are done
            {
                failure = error;
            }

            Interlocked.Decrement(ref unfinished);
            return true;
        }
    }
}
