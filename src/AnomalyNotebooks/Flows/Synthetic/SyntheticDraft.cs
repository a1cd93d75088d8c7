namespace AnomalyNotebooks;

/// <summary>The columns of a synthetic table while they are being filled.</summary>
internal sealed class SyntheticDraft
{
    private readonly FlowProfile profile;
    private readonly ulong seed;
    private readonly double[][] numbers;
    private readonly int[] protocols, services, states, categories;
    private readonly string[] categoryNames;
    private readonly int[] place; // where each drawn flow goes: a random order
    private readonly FlowLatents latentsOf;

    public SyntheticDraft(FlowProfile profile, int count, ulong seed)
    {
        this.profile = profile;
        this.seed = seed;
        numbers = [.. FlowSchema.UnswNb15.NumericFeatures.Select(_ => new double[count])];
        (protocols, services, states, categories) = (new int[count], new int[count], new int[count], new int[count]);
        categoryNames = [.. profile.Categories.Select(category => category.Category).Order(StringComparer.Ordinal)];
        place = SeededRandom.Fork(seed, (ulong)profile.Groups.Count).Permutation(count);
        latentsOf = new FlowLatents(numbers);
    }

    /// <summary>Draws the flows of one group, by a generator of their own.</summary>
    public void Fill(int groupIndex, int first, int flows)
    {
        if (flows == 0) return;
        ProfileGroup group = profile.Groups[groupIndex];
        var sampler = new GroupSampler(group);
        SeededRandom random = SeededRandom.Fork(seed, (ulong)groupIndex);
        int category = Array.BinarySearch(categoryNames, group.Category, StringComparer.Ordinal);
        var latents = new double[FlowLatents.Count];
        var originals = new List<int>(flows); // rows drawn anew: a flow repeats one of them as often as a real one repeats another
        for (int i = first; i < first + flows; i++)
        {
            int row = place[i];
            if (originals.Count > 0 && random.Next(group.Flows) < group.Repeats)
            {
                Copy(originals[random.Next(originals.Count)], row);
                continue;
            }

            originals.Add(row);
            (protocols[row], FlowContext context) = sampler.Draw(latents, random);
            (services[row], states[row], categories[row]) = (context.Service, context.State, category);
            latentsOf.Decode(latents, context, group.Limits, row, random);
        }
    }

    private void Copy(int from, int to)
    {
        foreach (double[] column in numbers) column[to] = column[from];
        foreach (int[] column in (int[][])[protocols, services, states, categories]) column[to] = column[from];
    }

    /// <summary>The finished table.</summary>
    public FlowTable ToTable(FlowOrigin origin)
    {
        var texts = new Dictionary<string, CategoryColumn>
        {
            [UnswNb15.Names.Protocol] = new(protocols, profile.Protocols),
            [UnswNb15.Names.Service] = new(services, profile.Services),
            [UnswNb15.Names.State] = new(states, profile.States),
        };
        var columns = FlowSchema.UnswNb15.NumericFeatures.Zip(numbers).ToDictionary(pair => pair.First, pair => pair.Second);
        bool[] isAttack = Array.ConvertAll(categories, code => categoryNames[code] != FlowSchema.Normal);
        return new FlowTable(origin, categories.Length, columns, texts, new CategoryColumn(categories, categoryNames), isAttack, []);
    }
}
