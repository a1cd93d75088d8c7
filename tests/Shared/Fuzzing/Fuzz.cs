using System.Globalization;

namespace AnomalyNotebooks.Tests.Fuzzing;

/// <summary>
/// Feeds a parser inputs that nobody wrote: good ones with bytes changed, cut, doubled and moved, and (of JSON) good ones with a part of
/// another type. The seed decides which, so that a find can be repeated. Every input has to be read, or refused by an exception that the
/// parser promises.
/// </summary>
internal static class Fuzz
{
    /// <summary>More inputs than CI takes: <c>ANOMALY_FUZZ=1000000</c>.</summary>
    private const string Variable = "ANOMALY_FUZZ";

    private const int Usual = 20_000, ShownFinds = 5;

    /// <summary>How many inputs a test takes.</summary>
    public static int Count => CountOr(Usual);

    /// <summary>How many inputs a test takes: those asked for by the variable, else its own number.</summary>
    public static int CountOr(int usual) => int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None,
        CultureInfo.InvariantCulture, out int count) ? count : usual;

    /// <summary>Runs a parser over mutated inputs.</summary>
    /// <typeparam name="TExpected">The exception by which the parser refuses an input.</typeparam>
    /// <param name="seed">Fixes the inputs.</param>
    /// <param name="mutate">Makes an input.</param>
    /// <param name="parse">The parser; whatever it gives must be usable.</param>
    /// <returns>How many inputs were read and how many refused.</returns>
    /// <exception cref="InvalidOperationException">Other exceptions came out: the message has the kinds, and an input of each.</exception>
    public static (int Read, int Refused) Run<TExpected>(int seed, Func<Random, byte[]> mutate, Action<byte[]> parse)
        where TExpected : Exception
    {
        var random = new Random(seed);
        int read = 0, refused = 0;
        var finds = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < Count; i++)
        {
            byte[] input = mutate(random);
            try
            {
                parse(input);
                read++;
            }
            catch (TExpected)
            {
                refused++;
            }
            catch (Exception find)
            {
                string place = find.StackTrace?.Split('\n').FirstOrDefault(line =>
                    line.Contains("AnomalyNotebooks", StringComparison.Ordinal))?.Trim() ?? "";
                finds.TryAdd($"{find.GetType().Name} {place}",
                    $"{find.Message}\n    input {i}: {Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 3000)))}");
            }
        }

        return finds.Count == 0 ? (read, refused) : throw new InvalidOperationException(
            $"{finds.Count} kinds of raw exceptions:\n"
                + string.Join('\n', finds.Take(ShownFinds).Select(find => $"{find.Key}\n    {find.Value}")));
    }

    /// <summary>An input with one to four changes of its bytes: some flipped, cut, doubled, replaced by a word of the format, or taken from
    /// another input.</summary>
    public static byte[] Bytes(Random random, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> words)
    {
        List<byte> input = [.. corpus[random.Next(corpus.Count)]];
        for (int change = random.Next(4); change >= 0; change--)
        {
            int at = random.Next(input.Count + 1), length = Math.Min(random.Next(1, 40), input.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < input.Count:
                    input[at] = (byte)random.Next(256);
                    break;
                case 1:
                    input.RemoveRange(at, length);
                    break;
                case 2:
                    input.InsertRange(at, [.. input.GetRange(at, length)]);
                    break;
                case 3:
                    input.InsertRange(at, words[random.Next(words.Count)]);
                    break;
                case 4:
                    byte[] other = corpus[random.Next(corpus.Count)];
                    int from = random.Next(other.Length);
                    input.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(200), other.Length - from)).ToArray());
                    break;
                default:
                    if (random.Next(8) == 0) input.RemoveRange(at, input.Count - at);
                    break;
            }
        }

        return [.. input];
    }
}
