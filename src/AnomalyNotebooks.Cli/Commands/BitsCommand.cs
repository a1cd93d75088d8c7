using System.CommandLine;
using AnomalyNotebooks.Cli.Verification;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly bits</c>: trains and scores on the bundled sample and prints what must be the same on every machine.</summary>
internal static class BitsCommand
{
    private const string Description =
        """
        Print hashes that are the same on every machine: of weights and scores of the reference network.

        It is trained for 2 epochs on the bundled synthetic sample. With --all as well: of the sample, of the features of every pipeline,
        and of every detector's scores, thresholds and statistics. The README shows the first two.
        """;

    public static Command Create()
    {
        var threads = new Option<int>("--threads") { Description =
            "Threads to use; 0 takes what the work is worth. The hashes do not depend on it." };
        var all = new Option<bool>("--all") { Description = "Hash features, every detector's scores, thresholds and statistics as well." };
        var command = new Command("bits", Description) { threads, all };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(threads) is < 0 and var count) throw new UsageException($"--threads is {count}: expected 0 or more.");
            IEnumerable<(string Name, string Sha256)> hashes = ReferenceBits.OfNetwork(parsed.GetValue(threads));
            if (parsed.GetValue(all)) hashes = hashes.Concat(ReferenceBits.OfAllElse());
            foreach ((string name, string sha256) in hashes) Console.WriteLine($"{name} SHA256 {sha256}");
            return ExitCode.Ok;
        });
        return command;
    }
}
