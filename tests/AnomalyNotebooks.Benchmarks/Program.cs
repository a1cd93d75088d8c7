using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/AnomalyNotebooks.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
