namespace AnomalyNotebooks.Tests.Numerics;

/// <summary>The reference itself, against digits from tables and against the laws of the functions.</summary>
public sealed class ExactFunctionsTest
{
    [Fact]
    public void It_knows_the_digits_of_the_tables()
    {
        Assert.Equal(2.718281828459045, ExactFunctions.Exp(1)); // 2.71828182845904523536
        Assert.Equal(0.36787944117144233, ExactFunctions.Exp(-1)); // 0.36787944117144232160
        Assert.Equal(0.6931471805599453, ExactFunctions.Log(2)); // 0.69314718055994530942
        Assert.Equal(2.302585092994046, ExactFunctions.Log(10)); // 2.30258509299404568402
        Assert.Equal(-744.4400719213812, ExactFunctions.Log(double.Epsilon)); // -1074 ln 2 = -744.44007192138126231
        Assert.Equal(0.6931471805599453, ExactFunctions.Log1p(1));
        Assert.Equal(0.7615942f, ExactFunctions.Tanh(1)); // 0.76159415595576488812
        Assert.Equal(-0.46211717f, ExactFunctions.Tanh(-0.5f)); // 0.46211715726000975850
        Assert.Equal(0, ExactFunctions.Log(1));
        Assert.Equal(1, ExactFunctions.Exp(0));
    }

    [Fact]
    public void Results_between_two_numbers_go_to_the_nearer_one_also_where_numbers_are_subnormal()
    {
        Assert.Equal(1 + Math.Pow(2, -52), ExactFunctions.Exp(Math.Pow(2, -52)));
        Assert.Equal(1, ExactFunctions.Exp(-Math.Pow(2, -55)));
        Assert.Equal(double.Epsilon, ExactFunctions.Exp(-745.1)); // 2^-1074.95
        Assert.Equal(0, ExactFunctions.Exp(-745.14)); // below 2^-1075
        Assert.Equal(double.PositiveInfinity, ExactFunctions.Exp(709.79));
        Assert.Equal(-Math.Pow(2, -53) - Math.Pow(2, -107), ExactFunctions.Log(1 - Math.Pow(2, -53)));
    }
}
