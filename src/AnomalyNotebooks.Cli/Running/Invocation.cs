using System.Collections;
using System.Reflection;
using System.Runtime;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>How this program was started: what somebody needs, besides the machine and the data, to start it so again.</summary>
internal static class Invocation
{
    private static readonly string[] Prefixes = ["DOTNET_", "COMPlus_", "UNSW_", "ANOMALY_"];

    /// <summary>Command line, folder, sources, build, and the variables of the environment that change what .NET or this program
    /// does.</summary>
    public static JsonObject Describe()
    {
        SourceState sources = SourceState.Here();
        return new JsonObject
        {
            ["arguments"] = new JsonArray([.. Environment.GetCommandLineArgs().Skip(1).Select(argument =>
                (JsonNode)JsonValue.Create(argument))]),
            ["folder"] = Environment.CurrentDirectory,
            ["commit"] = sources.Commit,
            ["clean"] = sources.IsClean,
            ["configuration"] = typeof(Invocation).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration,
            ["serverGC"] = GCSettings.IsServerGC,
            ["environment"] = new JsonObject(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value))
                .Where(variable => Array.Exists(Prefixes, prefix => variable.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(variable => variable.Name, StringComparer.Ordinal)
                .Select(variable => KeyValuePair.Create(variable.Name, (JsonNode?)variable.Value))),
        };
    }
}
