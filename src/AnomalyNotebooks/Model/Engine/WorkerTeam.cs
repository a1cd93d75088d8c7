using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>
/// Threads that share the parts of one piece of work after another, microseconds each: part p belongs to thread p modulo their
/// number, and what a part computes does not depend on who does it. Waiting threads spin, then yield. Nothing is allocated per piece.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly int threads;
    private readonly Thread[] workers;
    private Action<int>? work;
    private int parts;
    private int round;
    private int busy;
    private Exception? failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Threads in all, the calling one included.</param>
    public WorkerTeam(int threads)
    {
        this.threads = Math.Max(1, threads);
        workers = new Thread[this.threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            int self = i + 1;
            workers[i] = new Thread(() => Serve(self)) { IsBackground = true, Name = $"autoencoder {self}" };
            workers[i].Start();
        }
    }

    /// <summary>Does all parts, 0 to <paramref name="count"/> - 1, and returns when they are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Action<int> part, int count)
    {
        if (workers.Length == 0 || count == 1)
        {
            for (int p = 0; p < count; p++) part(p);
            return;
        }

        work = part;
        parts = count;
        Volatile.Write(ref busy, workers.Length);
        Interlocked.Increment(ref round);
        DoParts(0);
        var wait = new SpinWait();
        while (Volatile.Read(ref busy) != 0) wait.SpinOnce(sleep1Threshold: -1);
        if (failure is { } error) throw new InvalidOperationException("A training thread failed.", error);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (work is null && workers.Length == 0) return;
        work = null;
        Interlocked.Increment(ref round);
        foreach (Thread worker in workers) worker.Join();
    }

    private void Serve(int self)
    {
        int seen = 0;
        while (true)
        {
            var wait = new SpinWait();
            while (Volatile.Read(ref round) == seen) wait.SpinOnce(sleep1Threshold: -1);
            seen++;
            if (work is null) return;
            try
            {
                DoParts(self);
            }
            catch (Exception error) // handed to the caller of Run
            {
                failure = error;
            }

            Interlocked.Decrement(ref busy);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DoParts(int self)
    {
        for (int p = self; p < parts; p += threads) work!(p);
    }
}
