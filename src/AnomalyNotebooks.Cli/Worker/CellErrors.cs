using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>Turns compiler messages and exceptions into errors that name cells and lines.</summary>
internal static class CellErrors
{
    private const int MaximumFrames = 20;

    /// <summary>The error of a cell that does not compile.</summary>
    public static CellError FromCompilation(string cell, CompilationErrorException error)
    {
        List<Diagnostic> errors = [.. error.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        Diagnostic first = errors[0];
        return new CellError(
            "CompilationError",
            $"{first.Id}: {first.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}",
            LineIn(cell, first),
            [.. errors.Take(MaximumFrames).Select(Describe)]);
    }

    /// <summary>The error of a cell that threw.</summary>
    public static CellError FromException(string cell, Exception error)
    {
        // What a cell awaits or runs through reflection arrives wrapped; the wrapper says nothing.
        while (error is AggregateException { InnerExceptions.Count: 1 } or System.Reflection.TargetInvocationException
            && error.InnerException is { } inner) error = inner;

        var trace = new List<string>();
        int? line = null;
        for (Exception? at = error; at is not null; at = at.InnerException)
        {
            if (at != error) trace.Add($"caused by {at.GetType().Name}: {at.Message}");
            foreach (StackFrame frame in new StackTrace(at, fNeedFileInfo: true).GetFrames())
            {
                if (Describe(frame) is not { } shown) continue;
                if (trace.Count < MaximumFrames && (trace.Count == 0 || trace[^1] != shown)) trace.Add(shown);
                if (at == error && System.IO.Path.GetFileName(frame.GetFileName()) == cell) line ??= frame.GetFileLineNumber();
            }
        }

        return error is OutOfMemoryException
            ? new CellError("OutOfMemory", Running.ProcessEnd.OutOfMemory, line, trace)
            : new CellError(error.GetType().Name, error.Message, line, trace);
    }

    private static int? LineIn(string cell, Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        return span.Path == cell ? span.StartLinePosition.Line + 1 : null;
    }

    private static string Describe(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        string message = $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
        return span.IsValid ? $"{span.Path}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: "
            + $"{message}" : message;
    }

    /// <summary>A frame in the reader's terms; null for frames of the compiler's and the runtime's machinery.</summary>
    private static string? Describe(StackFrame frame)
    {
        if (frame.GetMethod() is not { DeclaringType: { } type } method) return null;
        string place = frame.GetFileName() is { Length: > 0 } file
            ? $" in {System.IO.Path.GetFileName(file)}, line {frame.GetFileLineNumber()}" : "";
        bool isScript = type.FullName?.StartsWith("Submission#", StringComparison.Ordinal) == true;
        if (isScript)
        {
            string name = MethodName(method.Name, type);
            return name.Length == 0 ? $"at{place.Replace(" in ", " ", StringComparison.Ordinal)}" : $"at {name}(){place}";
        }

        string full = type.FullName ?? type.Name;
        if (full.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal)
            || full.StartsWith("AnomalyNotebooks.Cli.", StringComparison.Ordinal)
            || full.StartsWith("System.Runtime.", StringComparison.Ordinal)) return null;
        return $"at {TypeName(type)}.{MethodName(method.Name, type)}(){place}";
    }

    /// <summary>The name in the source: <c>Local</c> of <c>&lt;&lt;Initialize&gt;&gt;g__Local|0_0</c>, empty for a cell's own
    /// code.</summary>
    private static string MethodName(string name, Type type)
    {
        if (name == "MoveNext" && type.Name.StartsWith('<')) name = type.Name;
        // No regular expression: this has to work where memory has run out.
        int mark = name.IndexOf("g__", StringComparison.Ordinal), bar = name.IndexOf('|', StringComparison.Ordinal);
        if (mark >= 0 && bar > mark) return name[(mark + 3)..bar];
        string trimmed = name.Replace("<", "", StringComparison.Ordinal);
        int end = trimmed.IndexOf('>', StringComparison.Ordinal);
        if (end >= 0) trimmed = trimmed[..end];
        return trimmed is "Initialize" or "Factory" ? "" : trimmed;
    }

    private static string TypeName(Type type)
    {
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer) type = outer;
        int generic = type.Name.IndexOf('`', StringComparison.Ordinal);
        return generic < 0 ? type.Name : type.Name[..generic];
    }
}
