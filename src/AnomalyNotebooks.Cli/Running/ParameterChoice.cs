using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The values that a user gives to the parameters of the notebooks of a run.</summary>
/// <param name="Values">Values by name, as given.</param>
/// <param name="Smoke">Whether every parameter takes the small value that its notebook states for a quick look.</param>
internal sealed record ParameterChoice(IReadOnlyDictionary<string, string> Values, bool Smoke)
{
    /// <summary>The notebooks' own values.</summary>
    public static ParameterChoice None { get; } = new(new Dictionary<string, string>(), Smoke: false);

    /// <summary>Reads arguments such as <c>epochs=5</c>.</summary>
    /// <exception cref="UsageException">An argument is not of that form, or a name occurs twice.</exception>
    public static ParameterChoice Parse(IEnumerable<string> arguments, bool smoke)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string argument in arguments)
        {
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException($"--param '{argument}': expected name=value, such as --param epochs=5.");
            if (!values.TryAdd(argument[..equals].Trim(), argument[(equals + 1)..]))
                throw new UsageException($"--param '{argument[..equals]}' is given twice.");
        }

        return new ParameterChoice(values, smoke);
    }

    /// <summary>Writes the values into the plans' notebooks.</summary>
    /// <exception cref="UsageException">A name that no notebook has, or a value that does not fit its type; the valid ones are
    /// listed.</exception>
    public void ApplyTo(IReadOnlyList<NotebookPlan> plans)
    {
        Dictionary<NotebookPlan, IReadOnlyList<NotebookParameter>> parameters = plans.ToDictionary(plan => plan, plan =>
            ParameterCell.In(plan.Notebook));
        string? unknown = Values.Keys.FirstOrDefault(name => parameters.Values.All(list => list.All(parameter => parameter.Name != name)));
        if (unknown is not null) throw new UsageException($"No notebook of this run has a parameter '{unknown}'.{List(parameters)}");

        foreach ((NotebookPlan plan, IReadOnlyList<NotebookParameter> declared) in parameters)
        {
            Dictionary<string, string> chosen = [];
            foreach (NotebookParameter parameter in declared)
            {
                string? text = Values.TryGetValue(parameter.Name, out string? given) ? given : Smoke ? parameter.Smoke : null;
                if (text is null) continue;
                chosen[parameter.Name] = ParameterValue.ToExpression(parameter, text)
                    ?? throw new UsageException($"'{text}' is no {parameter.Type}: the parameter '{parameter.Name}' of "
                        + $"{plan.Notebook.Name} is declared as {parameter.Type} {parameter.Name} = {parameter.Value}.{List(parameters)}");
            }

            ParameterCell.Replace(plan.Notebook, chosen);
            plan.Parameters = chosen;
        }
    }

    /// <summary>Writes into a plan's notebook the values whose names it has, as in a run that it is not part of.</summary>
    public void ApplyKnownTo(NotebookPlan plan)
    {
        HashSet<string> known = [.. ParameterCell.In(plan.Notebook).Select(parameter => parameter.Name)];
        (this with { Values = Values.Where(value => known.Contains(value.Key)).ToDictionary() }).ApplyTo([plan]);
    }

    private static string List(Dictionary<NotebookPlan, IReadOnlyList<NotebookParameter>> parameters)
    {
        IEnumerable<string> lines = parameters.Where(pair => pair.Value.Count > 0).Select(pair =>
            $"\n  {pair.Key.Notebook.Name}: {string.Join("\n    ", pair.Value.Select(parameter => parameter.ToString()).Prepend(""))}");
        string list = string.Concat(lines);
        return list.Length > 0 ? $"\nThe parameters are:{list}" : "\nNone of them has parameters.";
    }
}
