using System.Net;

namespace AnomalyNotebooks;

/// <summary>
/// What an exercise of a lesson says of an answer: right, wrong with a hint, or not answered yet. As the last expression of a cell it
/// shows itself.
/// </summary>
/// <example><code>
/// Exercise Check1(double? answer) => Exercise.Check(answer,
///     (a => a is >= 0 and &lt;= 1, "A share lies between 0 and 1."),
///     (a => a == share, "Divide the attacks by all flows."));
/// Check1(null) // your answer
/// </code></example>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.PlainText])]
public sealed class Exercise : IRichOutput
{
    private readonly string verdict, more;

    private Exercise(string verdict, string more)
    {
        this.verdict = verdict;
        this.more = more;
    }

    /// <summary>Whether the answer is right.</summary>
    internal bool IsRight => verdict == Right.verdict;

    private static Exercise Right { get; } = new("Right.", "");

    private static Exercise NotAnswered { get; } = new("Not answered yet:", "put your answer in the place of null and run this cell.");

    /// <summary>Looks at an answer condition by condition; what follows one that does not hold is not asked.</summary>
    /// <param name="answer">The answer; null where there is none yet.</param>
    /// <param name="conditions">What must hold of it, and what to say where it does not.</param>
    public static Exercise Check<T>(T? answer, params (Func<T, bool> Holds, string Hint)[] conditions)
        where T : class => answer is null ? NotAnswered : Judge(answer, conditions);

    /// <inheritdoc cref="Check{T}(T, ValueTuple{Func{T, bool}, string}[])"/>
    public static Exercise Check<T>(T? answer, params (Func<T, bool> Holds, string Hint)[] conditions)
        where T : struct => answer is { } given ? Judge(given, conditions) : NotAnswered;

    /// <summary>The verdict as a paragraph.</summary>
    public string ToHtml() => $"<p class=\"anomaly-exercise\"><strong>{verdict}</strong>{WebUtility.HtmlEncode(After)}</p>";

    /// <inheritdoc/>
    public override string ToString() => verdict + After;

    private string After => more.Length > 0 ? " " + more : "";

    private static Exercise Judge<T>(T answer, (Func<T, bool> Holds, string Hint)[] conditions)
    {
        foreach ((Func<T, bool> holds, string hint) in conditions)
            if (!holds(answer)) return new Exercise("Not yet.", hint);
        return Right;
    }
}
