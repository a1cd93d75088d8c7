using System.Runtime.InteropServices;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The <c>dotnet</c> executable that runs this process.</summary>
internal static class DotnetHost
{
    /// <summary>Its full path: three folders above the runtime in use, wherever that was installed.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string beside = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..",
            "..", name));
        return File.Exists(beside) ? beside : name;
    }
}
