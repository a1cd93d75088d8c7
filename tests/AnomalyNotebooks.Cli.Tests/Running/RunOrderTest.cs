using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class RunOrderTest : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void NotebooksThatMeasureTimesRunAloneAfterTheOthers()
    {
        NotebookPlan[] plans = [Plan("01", "1"), Plan("02", "2", CellTag.Timed), Plan("03", "3")];
        var order = new RunOrder(plans, jobs: 2);
        Assert.Equal(["01", "03", "02"], order.Plans.Select(plan => plan.Notebook.Name));
        Assert.Equal([false, true, false], plans.Select(order.IsAlone));
        Assert.Equal([2, 4, 2], plans.Select(plan => order.ProcessorsOf(plan, processors: 4)));
    }

    [Fact]
    public void OneThatAnotherNeedsKeepsItsPlace()
    {
        NotebookPlan[] plans = [Plan("01", "1"), Plan("02", "Save(\"../artifacts/x\")", CellTag.Timed),
            Plan("03", "Load(\"../artifacts/x\")")];
        var order = new RunOrder(plans, jobs: 2);
        Assert.Equal(plans, order.Plans);
        Assert.True(order.IsAlone(plans[1]));
        Assert.Equal([plans[1]], order.NeededBy(plans[2]));
    }

    [Fact]
    public void OneAtATimeAllRunInTheirOrderOnAllProcessors()
    {
        NotebookPlan[] plans = [Plan("01", "1", CellTag.Timed), Plan("02", "2")];
        var order = new RunOrder(plans, jobs: 1);
        Assert.Equal(plans, order.Plans);
        Assert.False(order.IsAlone(plans[0]));
        Assert.Equal(4, order.ProcessorsOf(plans[1], processors: 4));
    }

    public void Dispose() => folder.Dispose();

    private NotebookPlan Plan(string name, string code, params string[] tags) =>
        NotebookPlan.For(Notebook.Load(new NotebookBuilder().Code(code, tags).SaveIn(folder, name + ".ipynb")));
}
