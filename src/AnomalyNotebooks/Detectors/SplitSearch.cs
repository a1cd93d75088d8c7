using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>A way to split a node: rows up to <paramref name="Bin"/> of <paramref name="Feature"/> go left.</summary>
internal readonly record struct SplitCandidate(double Gain, int Feature, int Bin, GradientSums Left);

/// <summary>Looks for a node's best split: bins are added in their order, one feature after the other; of equal gains the first
/// stays.</summary>
internal struct SplitSearch
{
    private const double MinHessianPerLeaf = 1e-3;

    private readonly GradientSums all;
    private readonly double unsplit, l2;
    private readonly int minRows;
    private GradientSums left;

    public SplitSearch(GradientSums all, GradientBoostedTreesOptions options)
    {
        (this.all, l2, minRows) = (all, options.L2, options.MinRowsPerLeaf);
        unsplit = Worth(all);
    }

    /// <summary>The best so far; of gain 0 where there is none.</summary>
    public SplitCandidate Best { get; private set; }

    /// <summary>Begins with the next feature.</summary>
    public void Begin() => left = default;

    /// <summary>Adds a bin and looks at the split above it.</summary>
    /// <returns>Whether a bin further up may still be a place to split at.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(GradientSums bin, int feature, int number)
    {
        left += bin;
        if (left.Rows < minRows || left.Hessian < MinHessianPerLeaf) return true;
        GradientSums right = all - left;
        if (right.Rows < minRows || right.Hessian < MinHessianPerLeaf) return false;
        double gain = Worth(left) + Worth(right) - unsplit;
        if (gain > Best.Gain) Best = new(gain, feature, number, left);
        return true;
    }

    // How much the loss falls (twice over) when these rows get their best common value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Worth(GradientSums sums) => sums.Gradient * sums.Gradient / (sums.Hessian + l2 + 1e-15);
}
