namespace AnomalyNotebooks;

/// <summary>Rounding to significant digits.</summary>
internal static class Rounding
{
    /// <summary>The value to so many significant digits, halves up.</summary>
    public static double Significant(double value, int digits)
    {
        if (value == 0) return 0;
        double least = 1;
        for (int i = 1; i < digits; i++) least *= 10;
        double up = 1, down = 1; // powers of ten; one of them stays 1
        while (Math.Abs(value) * up < least) up *= 10;
        while (Math.Abs(value) / down >= least * 10) down *= 10;
        return Math.Floor((value * up / down) + 0.5) * down / up;
    }
}
