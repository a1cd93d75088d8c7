using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AnomalyNotebooks;

/// <summary>
/// The notebook host around this library: .NET Interactive, found by its types in the running process so that the library depends on
/// none of its packages; any other host, or none, leaves everything as it is.
/// </summary>
public static class NotebookHost
{
    /// <summary>
    /// Called by the script that a notebook's first cell imports: makes training progress update in place where the host can, and says
    /// so where the kernel still holds an older build than the file.
    /// </summary>
    /// <param name="library">The file the notebook has referred to; null where there is none to compare with.</param>
    public static void Attach(string? library = null)
    {
        LiveOutput.Host ??= FindLiveOutput();
        if (library is not null && WhyOutdated(library) is { } reason) Console.WriteLine(reason);
    }

    /// <summary>What to tell where the library in this process is another build than the file; null where it is not.</summary>
    internal static string? WhyOutdated(string library) => BuildOf(library) is { } built
        && built != typeof(NotebookHost).Module.ModuleVersionId
        ? $"This kernel still holds an older build of the library than {library}. Restart the kernel to use the new one."
        : null;

    // The build id of an assembly file is equal for equal sources; null where the file cannot be read.
    private static Guid? BuildOf(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            MetadataReader metadata = file.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception error) when (
            error is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Makes .NET Interactive show values of somebody else's type as HTML of ours; does nothing elsewhere.</summary>
    internal static void ShowAs(Type type, Func<object, string> html)
    {
        MethodInfo? register = Type.GetType("Microsoft.DotNet.Interactive.Formatting.Formatter, Microsoft.DotNet.Interactive.Formatting")?
            .GetMethod("Register", [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)]);
        register?.Invoke(null, [type, (object value, TextWriter writer) => writer.Write(html(value)), MimeTypes.Html]);
    }

    // KernelInvocationContext.Current.Display(output), and .Update(next) of what it gives back.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The host chooses the type that comes back, and is never trimmed.")]
    private static Func<IRichOutput, Action<IRichOutput>>? FindLiveOutput()
    {
        PropertyInfo? current = Type.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext, "
            + "Microsoft.DotNet.Interactive")?.GetProperty("Current");
        MethodInfo? display = Type.GetType("Microsoft.DotNet.Interactive.KernelInvocationContextExtensions, Microsoft.DotNet.Interactive")?
            .GetMethods().FirstOrDefault(method => method.Name == "Display"
                && method.GetParameters() is [_, { ParameterType: var value }, _] && value == typeof(object));
        MethodInfo? update = display?.ReturnType.GetMethod("Update", [typeof(object)]);
        if (current is null || display is null || update is null) return null;
        return output =>
        {
            object? shown = display.Invoke(null, [current.GetValue(null), output, null]);
            return next => update.Invoke(shown, [next]);
        };
    }
}
