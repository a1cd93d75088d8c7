using Microsoft.CodeAnalysis.Text;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>One parameter of a notebook: a typed declaration in its cell tagged <c>parameters</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written.</param>
/// <param name="Value">Its value as written.</param>
/// <param name="Smoke">Its value under <c>--smoke</c>, from a comment <c>smoke: value</c>; null where that does not change it.</param>
/// <param name="Description">The rest of the comment.</param>
/// <param name="Span">Where the value stands in the cell.</param>
internal sealed record NotebookParameter(string Name, string Type, string Value, string? Smoke, string Description, TextSpan Span)
{
    public override string ToString() => $"{Type} {Name} = {Value}{(Description.Length > 0 ? $"  ({Description})" : "")}";
}
