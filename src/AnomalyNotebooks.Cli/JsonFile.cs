using System.Text.Encodings.Web;
using System.Text.Json;

namespace AnomalyNotebooks.Cli;

/// <summary>JSON files that people read and compare.</summary>
internal static class JsonFile
{
    /// <summary>Indented, with the same line ends everywhere and letters of all scripts as they are.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { WriteIndented = true, NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
