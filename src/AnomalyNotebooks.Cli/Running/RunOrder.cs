namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// Which notebook runs when. One at a time they run in their order. Side by side, those that measure times run alone; where no other
/// needs what they save, after all others, so that these need not wait for them.
/// </summary>
internal sealed class RunOrder
{
    private readonly IReadOnlyList<NotebookPlan> plans;

    /// <summary>Orders notebooks.</summary>
    /// <param name="plans">The notebooks, in their order.</param>
    /// <param name="jobs">Notebooks that may run at the same time, 1 or more.</param>
    public RunOrder(IReadOnlyList<NotebookPlan> plans, int jobs)
    {
        this.plans = plans;
        AtOnce = Math.Max(1, Math.Min(jobs, plans.Count(plan => !plan.MeasuresTime)));
        Plans = [.. plans.Where(plan => !IsLast(plan)), .. plans.Where(IsLast)];
    }

    /// <summary>The notebooks in the order in which they begin.</summary>
    public IReadOnlyList<NotebookPlan> Plans { get; }

    /// <summary>Notebooks that run at the same time at most.</summary>
    public int AtOnce { get; }

    /// <summary>Whether nothing else may run while this one does.</summary>
    public bool IsAlone(NotebookPlan plan) => AtOnce > 1 && plan.MeasuresTime;

    /// <summary>How many of a machine's processors a notebook uses.</summary>
    public int ProcessorsOf(NotebookPlan plan, int processors) => IsAlone(plan) ? processors : Math.Max(1, processors / AtOnce);

    /// <summary>The notebooks before this one that save what it reads.</summary>
    public IEnumerable<NotebookPlan> NeededBy(NotebookPlan plan)
    {
        IReadOnlyList<string> needed = NotebookArtefacts.NeededBy(plan.Notebook);
        return plans.TakeWhile(other => other != plan).Where(other => NotebookArtefacts.MadeBy(other.Notebook).Intersect(needed).Any());
    }

    private bool IsLast(NotebookPlan plan) => IsAlone(plan) && !plans.Any(other => NeededBy(other).Contains(plan));
}
