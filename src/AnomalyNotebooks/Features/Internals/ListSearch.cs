namespace AnomalyNotebooks;

internal static class ListSearch
{
    /// <summary>The place of <paramref name="wanted"/> in the list, or -1.</summary>
    public static int IndexOf(this IReadOnlyList<string> list, string wanted)
    {
        for (int i = 0; i < list.Count; i++)
            if (list[i] == wanted) return i;
        return -1;
    }
}
