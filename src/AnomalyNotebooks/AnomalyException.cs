namespace AnomalyNotebooks;

/// <summary>
/// Something the user can put right: a missing file, a malformed one, settings that do not fit. The message says what was found,
/// where, what was expected and what to do, and is shown without a stack trace.
/// </summary>
public class AnomalyException : Exception
{
    /// <summary>Creates the error with a message for the user.</summary>
    public AnomalyException(string message) : base(message)
    {
    }

    /// <summary>Creates the error with a message for the user and what caused it.</summary>
    public AnomalyException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>Creates the error without a message.</summary>
    public AnomalyException()
    {
    }
}
