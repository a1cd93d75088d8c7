namespace AnomalyNotebooks;

/// <summary>The colours of all figures: those of Okabe and Ito, which stay apart under every common colour blindness.</summary>
/// <remarks>M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/.</remarks>
public static class Palette
{
    public const string Blue = "#0072B2";
    public const string Orange = "#E69F00";
    public const string Green = "#009E73";
    public const string Vermillion = "#D55E00";
    public const string Purple = "#CC79A7";
    public const string SkyBlue = "#56B4E9";
    public const string Grey = "#7A828C";
    public const string Yellow = "#F0E442";

    /// <summary>Normal flows, wherever they meet attacks.</summary>
    public const string Normal = Blue;

    /// <summary>Attacks.</summary>
    public const string Attack = Vermillion;

    /// <summary>What comes first where nothing else says so, in order of preference.</summary>
    public static IReadOnlyList<string> Sequence { get; } = [Blue, Vermillion, Green, Orange, Purple, SkyBlue, Grey, Yellow];
}
