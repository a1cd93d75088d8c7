using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnomalyNotebooks.Peers;

/// <summary>The network of torch_peer.py in TorchSharp; rows a second.</summary>
internal static class TorchNetwork
{
    public static double Train(int[] sizes, int batch, int rows, double seconds, int threads)
    {
        Start(threads);
        using Sequential model = Build(sizes);
        using Tensor data = rand(rows, sizes[0]);
        using var optimizer = optim.Adam(model.parameters(), lr: 0.005);
        Tensor[] batches = [.. Enumerable.Range(0, rows / batch).Select(i => data.narrow(0, (long)i * batch, batch))];
        foreach (Tensor warm in batches.Take(5)) Step(model, optimizer, warm);
        long done = 0, start = Stopwatch.GetTimestamp();
        while (true)
        {
            foreach (Tensor inputs in batches)
            {
                Step(model, optimizer, inputs);
                done += batch;
                double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (elapsed > seconds) return done / elapsed;
            }
        }
    }

    public static double Score(int[] sizes, int rows, int threads)
    {
        Start(threads);
        using Sequential model = Build(sizes);
        using Tensor data = rand(rows, sizes[0]);
        model.eval();
        double best = double.PositiveInfinity;
        for (int turn = 0; turn < 6; turn++)
        {
            using IDisposable without = no_grad();
            using DisposeScope scope = NewDisposeScope();
            long start = Stopwatch.GetTimestamp();
            (model.forward(data) - data).abs().sum(1).data<float>().ToArray();
            if (turn > 0) best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return rows / best;
    }

    private static void Start(int threads)
    {
        TorchLibrary.Load();
        set_num_threads(threads);
        random.manual_seed(1);
    }

    private static void Step(Sequential model, optim.Optimizer optimizer, Tensor inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = (model.forward(inputs) - inputs).abs().sum();
        loss.backward();
        optimizer.step();
        loss.item<float>(); // the reference project reads the loss of every batch
    }

    private static Sequential Build(int[] sizes) => nn.Sequential(Stack(sizes), Stack([.. sizes.Reverse()]));

    private static Sequential Stack(int[] widths)
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (int i = 0; i < widths.Length - 1; i++)
        {
            layers.Add(nn.Linear(widths[i], widths[i + 1]));
            if (i < widths.Length - 2) layers.AddRange([nn.BatchNorm1d(widths[i + 1]), nn.Tanh()]);
        }

        return nn.Sequential(layers);
    }
}
