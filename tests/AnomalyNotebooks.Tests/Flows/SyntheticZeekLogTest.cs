using System.Text;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class SyntheticZeekLogTest
{
    [Fact]
    public void The_log_is_read_as_Zeeks_and_is_the_same_each_time()
    {
        string text = SyntheticZeekLog.Text(300, 40, days: 4, changed: 2, seed: 7);
        Assert.Equal(text, SyntheticZeekLog.Text(300, 40, days: 4, changed: 2, seed: 7));
        Assert.NotEqual(text, SyntheticZeekLog.Text(300, 40, days: 4, changed: 2, seed: 8));
        FlowTable flows = FlowReader.Read(Encoding.UTF8.GetBytes(text), "conn.log", null);
        Assert.Equal("Zeek conn.log", flows.Schema.Name);
        Assert.DoesNotContain(flows.Warnings, warning => !warning.Contains("'detailedlabel'", StringComparison.Ordinal));
        Assert.Equal((300, 40), (flows.NormalRows().Length, flows.AttackRows().Length));
        double[] time = flows.Number("ts");
        Assert.Equal(time.Order(), time);
        Assert.All(flows.AttackRows(), row => Assert.True(time[row] - time[0] > 2.9 * 86_400));
    }

    [Fact]
    public void From_the_day_of_the_change_on_downloads_are_larger_and_before_it_nothing_differs()
    {
        FlowTable Read(int? changed) =>
            FlowReader.Read(Encoding.UTF8.GetBytes(SyntheticZeekLog.Text(300, 0, 4, changed, 7)), "conn.log", null);
        FlowTable before = Read(null), after = Read(2);
        double midnight = 1_767_225_600 + (2 * 86_400);
        double[] time = before.Number("ts"), was = before.Number("resp_ip_bytes"), now = after.Number("resp_ip_bytes");
        Assert.Equal(was.Zip(time, (bytes, second) => second < midnight ? bytes : 3 * bytes), now);
        Assert.Contains(Enumerable.Range(0, 300), row => now[row] > was[row]);
    }
}
