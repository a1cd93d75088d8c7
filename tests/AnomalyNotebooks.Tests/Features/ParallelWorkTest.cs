namespace AnomalyNotebooks.Tests.Features;

public class ParallelWorkTest
{
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(1000)]
    public void Every_part_runs_once(int count)
    {
        var runs = new int[count];
        ParallelWork.For(count, i => Interlocked.Increment(ref runs[i]));
        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Of_several_failures_the_first_parts_is_thrown()
    {
        for (int repeat = 0; repeat < 50; repeat++)
        {
            AnomalyException failure = Assert.Throws<AnomalyException>(() => ParallelWork.For(64, i =>
            {
                if (i == 20) Thread.Sleep(1); // the later ones fail before it
                if (i >= 20) throw new AnomalyException($"part {i}");
            }));
            Assert.Equal("part 20", failure.Message);
        }
    }
}
