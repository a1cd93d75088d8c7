using AnomalyNotebooks.Cli;
using AnomalyNotebooks.Cli.Worker;

// A notebook's process must not load the library that the command line uses: nothing here may mention a type of it.
return args is [WorkerProgram.Argument, var pipeName] ? await WorkerProgram.RunAsync(pipeName) : await CommandLine.RunAsync(args);
