using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Numerics;

/// <summary>Arguments as they have to be, or an error that names the argument, what is wrong with it and what to do.</summary>
internal static class Require
{
    /// <summary>The argument, which is there.</summary>
    public static T Given<T>([NotNull] T? argument, [CallerArgumentExpression(nameof(argument))] string name = "")
        where T : class =>
        argument ?? throw new ArgumentNullException(name, $"{name} is null. In a notebook: run the cell that makes it first.");

    /// <summary>Rows of a table of so many.</summary>
    public static void Rows(ReadOnlySpan<int> rows, int count, [CallerArgumentExpression(nameof(rows))] string name = "")
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(name, FormattableString.Invariant(
                    $"{name}[{i}] is {rows[i]}: there are {count:#,0} rows, counted from 0{(count > 0 ? $" to {count - 1}" : "")}."));
            }
        }
    }
}
