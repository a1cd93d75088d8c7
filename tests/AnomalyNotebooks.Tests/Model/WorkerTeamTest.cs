namespace AnomalyNotebooks.Tests.Model;

public sealed class WorkerTeamTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_of_every_piece_of_work_is_done_once_before_the_next_begins(int threads)
    {
        using var team = new WorkerTeam(threads);
        int[] done = new int[8];
        for (int piece = 0; piece < 300; piece++)
        {
            int parts = (piece % 8) + 1;
            Array.Clear(done);
            team.Run(part => Interlocked.Increment(ref done[part]), parts);
            Assert.Equal(Enumerable.Range(0, 8).Select(part => part < parts ? 1 : 0), done);
        }
    }

    [Fact]
    public void A_part_that_fails_fails_the_piece()
    {
        using var team = new WorkerTeam(2);
        var error = Assert.Throws<InvalidOperationException>(() => team.Run(part => throw new NotSupportedException($"part {part}"), 4));
        Assert.IsType<NotSupportedException>(error.InnerException);
    }

    [Fact]
    public void It_ends_though_it_never_worked()
    {
        var team = new WorkerTeam(3);
        team.Dispose();
    }
}
