using System.Globalization;
using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>
/// The normals of a table in two parts by where they stand: the last stretch, which the protocol <c>block</c> judges by, and those
/// before it. A file sorted by label shows its stretches itself: they are its blocks of normals. In other files they are cut.
/// </summary>
/// <param name="Earlier">Rows of the normals before the last stretch, ascending.</param>
/// <param name="Last">Rows of the normals of the last stretch, ascending.</param>
/// <param name="Remark">How the stretches were found.</param>
internal sealed record NormalBlocks(int[] Earlier, int[] Last, string Remark)
{
    private const double ShareOfLast = 0.3;
    private const int FewestPerBlock = 100, MostBlocks = 50;

    // Seed of what is kept for choosing detectors; never that of an experiment.
    private const ulong SelectionSeed = 20_520;

    private static readonly ConditionalWeakTable<FlowTable, NormalBlocks> Known = [];
    private static readonly ConditionalWeakTable<FlowTable, int[]> KnownGroups = [];

    private bool[]? isForSelection;

    /// <summary>The stretches of a table.</summary>
    public static NormalBlocks Of(FlowTable flows) => Known.GetValue(Require.Given(flows), Find);

    /// <summary>For each row, the first row that equals it in every feature.</summary>
    public static int[] EqualRows(FlowTable flows) => KnownGroups.GetValue(flows, table => FlowVectors.Groups(table));

    /// <summary>
    /// Which rows are kept for choosing detectors: half of the earlier normals, by groups of equal flows. No protocol judges by them, so
    /// what <c>anomaly select</c> sees is judged by nowhere.
    /// </summary>
    public bool[] ForSelection(FlowTable flows)
    {
        if (isForSelection is not null) return isForSelection;
        int[] groups = EqualRows(flows);
        var chosen = new bool[flows.Count];
        foreach (int row in Earlier)
            chosen[row] = HashMix.Combine(HashMix.Combine(0, SelectionSeed), (ulong)groups[row]) % 2 == 0;
        return isForSelection = chosen;
    }

    private static NormalBlocks Find(FlowTable flows)
    {
        int[] normals = flows.NormalRows();
        int blocks = 0, lastStart = 0;
        for (int i = 0; i < normals.Length; i++)
        {
            if (i > 0 && normals[i] == normals[i - 1] + 1) continue;
            blocks++;
            lastStart = i;
        }

        double share = normals.Length == 0 ? 0 : 1 - ((double)lastStart / normals.Length);
        bool isSorted = blocks is >= 2 and <= MostBlocks && normals.Length >= blocks * FewestPerBlock && share is >= 0.1 and <= 0.7;
        int cut = isSorted ? lastStart : normals.Length - (int)Math.Round(normals.Length * ShareOfLast, MidpointRounding.AwayFromZero);
        string found = isSorted
            ? $"The file is sorted by label: {blocks} blocks of normals. The last of them"
            : "The file is not sorted into blocks of normals: the last 30 % of them";
        return new NormalBlocks(normals[..cut], normals[cut..],
            string.Create(CultureInfo.InvariantCulture, $"{found} ({normals.Length - cut:N0} flows) is judged by."));
    }
}
