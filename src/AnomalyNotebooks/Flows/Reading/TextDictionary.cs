using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AnomalyNotebooks;

/// <summary>Gives each distinct UTF-8 text a code, in order of first appearance. A text that came before costs no allocation.</summary>
internal sealed class TextDictionary
{
    private readonly List<byte[]> texts = [];
    private int[] slots = new int[64]; // code + 1 of the text whose hash leads here; 0 where free

    /// <summary>The texts, by code.</summary>
    public IReadOnlyList<byte[]> Texts => texts;

    /// <summary>The code of <paramref name="text"/>, new or known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // called from a loop that is over before the runtime would see to it
    public int CodeOf(ReadOnlySpan<byte> text)
    {
        int slot = Slot(text);
        int code = slots[slot] - 1;
        return code >= 0 ? code : Add(text, slot);
    }

    private int Add(ReadOnlySpan<byte> text, int slot)
    {
        texts.Add(text.ToArray());
        slots[slot] = texts.Count;
        if (texts.Count * 2 > slots.Length) Grow();
        return texts.Count - 1;
    }

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        for (int code = 0; code < texts.Count; code++) slots[Slot(texts[code])] = code + 1;
    }

    // Where the text is, or the free slot where it belongs (linear probing; at most half of the slots are taken).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(ReadOnlySpan<byte> text)
    {
        int mask = slots.Length - 1;
        int slot = (int)Hash(text) & mask;
        while (slots[slot] != 0 && !text.SequenceEqual(texts[slots[slot] - 1])) slot = (slot + 1) & mask;
        return slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong hash = (ulong)text.Length;
        while (text.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(text)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 32;
            text = text[8..];
        }

        foreach (byte b in text) hash = (hash ^ b) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }
}
