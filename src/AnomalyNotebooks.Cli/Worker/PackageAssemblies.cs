using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>
/// Loads the assemblies of a notebook's packages, each once and all into one context. The script host would give each a context of its
/// own, where two packages built against two versions of a third (FSharp.Core, say) would each get their own and not fit together.
/// </summary>
internal static class PackageAssemblies
{
    /// <summary>A loader that knows the assemblies.</summary>
    public static InteractiveAssemblyLoader Load(IReadOnlyList<string> paths)
    {
        var loader = new InteractiveAssemblyLoader();
        foreach (string path in paths)
        {
            try
            {
                loader.RegisterDependency(AssemblyLoadContext.Default.LoadFromAssemblyPath(path));
            }
            catch (FileLoadException)
            {
                // This program has the assembly too, and it is loaded already: cells get that one.
            }
        }

        return loader;
    }
}
